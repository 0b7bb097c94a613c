/** Writes the history that a request gives a new thread: of a graph built by hand as LangGraph does, of a declared one by its own edges. */
import type { RunnableConfig } from "@langchain/core/runnables";
import type { CompiledGraph } from "../../compile/compile-graph.ts";
import { historyUpdate, turnOf } from "../../compile/outside/history.ts";
import { WAY } from "../../compile/task-labels.ts";
import { normalise } from "../../language/graph/normalise.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import { messageOf } from "../../language/issues/thrown.ts";
import type { Declaration } from "../../language/registry/declaration.ts";
import { canonicalJson } from "../../language/schema/canonical-json.ts";
import { type FencedSaver, METADATA } from "../../persistence/checkpointer/saver.ts";
import { isUnavailable } from "../../persistence/connection/unavailable.ts";
import type { CommandBody } from "../../persistence/statements/runs/rows.ts";
import { commandOf } from "../protocol/graph-command.ts";
import { plainJson } from "../protocol/plain-json.ts";
import { validInput } from "../runs/check-input.ts";

/** What the nodes of one super-step wrote. */
export interface Superstep {
  readonly updates: readonly {
    readonly as_node: string;
    readonly values?: unknown;
    readonly command?: CommandBody | null | undefined;
  }[];
}

export interface History {
  readonly id: string;
  /** Undefined: a graph built by hand. */
  readonly declaration: Declaration | undefined;
  readonly graphId: string;
  /** A copy of its own, which stores in the transaction of the new thread. */
  readonly graph: CompiledGraph;
  readonly supersteps: readonly Superstep[];
}

export async function writeHistory(saver: FencedSaver, history: History): Promise<void> {
  const { id, declaration, graph, graphId, supersteps } = history;
  const config = { configurable: { thread_id: id, checkpoint_ns: "", [METADATA]: { graph_id: graphId } } };
  const written = declaration
    ? new DeclaredHistory(saver, { ...history, declaration, config }).write()
    : graph.bulkUpdateState(config, supersteps.map(stepOf));
  await written.catch((error: unknown) => Promise.reject(asRefusal(error)));
}

type GraphStep = Parameters<CompiledGraph["bulkUpdateState"]>[1][number];
type Update = Parameters<CompiledGraph["updateState"]>[1];

const stepOf = ({ updates }: Superstep): GraphStep => ({
  updates: updates.map(({ as_node: asNode, values, command }) => ({
    asNode,
    values: (command ? commandOf(command) : values) as GraphStep["updates"][number]["values"],
  })),
});

interface Declared extends History {
  readonly declaration: Declaration;
  readonly config: RunnableConfig;
}

/** A turn begins with `__input__`, which a run would store first; `__start__` takes it, and may be left out. */
class DeclaredHistory {
  readonly #saver: FencedSaver;
  readonly #history: Declared;
  /** Has been stored, and not been taken yet. */
  #input: unknown;

  constructor(saver: FencedSaver, history: Declared) {
    this.#saver = saver;
    this.#history = history;
  }

  async write(): Promise<void> {
    for (const [index, { updates }] of this.#history.supersteps.entries()) {
      const [update, ...others] = updates;
      if (!update) continue;
      if (others.length > 0)
        throw refused(index, "a declared graph runs one node in a step; what branches did is what their node has written");
      await this.#step(index, update);
    }
  }

  async #step(index: number, { as_node: asNode, values, command }: Superstep["updates"][number]): Promise<void> {
    if (asNode === "__input__") return this.#begin(values);
    if (asNode === "__start__" && this.#input === undefined) await this.#begin(values);
    else if (asNode === "__start__" && values !== undefined && canonicalJson(plainJson(values)) !== canonicalJson(plainJson(this.#input)))
      throw refused(index, "__start__ takes the input that __input__ gave: leave its values out");
    if (this.#input !== undefined) await this.#takeInput();
    if (asNode === "__start__") return;
    const { declaration } = this.#history;
    const normal = normalise(declaration.graph, declaration.registry, declaration.params);
    const step = { asNode, values: command?.update ?? values, goto: command?.goto };
    await this.#put(await historyUpdate(normal, declaration.registry, { at: await this.#now(), step }));
  }

  async #begin(input: unknown): Promise<void> {
    if (this.#input !== undefined) await this.#takeInput();
    this.#input = input ?? {};
    await this.#put({ asNode: "__input__", values: await validInput(this.#history.graph, this.#input) });
  }

  async #takeInput(): Promise<void> {
    const { graph, registry, params } = this.#history.declaration;
    await this.#put({ asNode: "__start__", values: await validInput(this.#history.graph, this.#input) });
    this.#input = undefined;
    await this.#put(turnOf(normalise(graph, registry, params), registry, await this.#now()));
  }

  async #now() {
    const { config, graph } = this.#history;
    const tuple = await this.#saver.getTuple(config);
    const { next } = await graph.getState(config);
    return { next, state: tuple?.checkpoint.channel_values ?? {} };
  }

  async #put({ asNode, way, values }: { readonly asNode: string; readonly way?: string; readonly values: unknown }): Promise<void> {
    const { config, graph } = this.#history;
    await graph.updateState(
      { configurable: { ...config.configurable, ...(way !== undefined && { [WAY]: way }) } },
      values as Update,
      asNode,
    );
  }
}

const refused = (index: number, why: string): SignalboxError =>
  new SignalboxError("INVALID_INPUT", `supersteps.${index}: ${why}.`, { path: ["supersteps", index] });

/** What LangGraph throws here is caused by the nodes and values of the request. */
function asRefusal(error: unknown): unknown {
  if (error instanceof SignalboxError || isUnavailable(error)) return error;
  return new SignalboxError("INVALID_INPUT", `supersteps: ${messageOf(error)}`, { path: ["supersteps"], cause: error });
}
