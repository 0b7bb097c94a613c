/** Child threads in memory: the test kit plays the engine, and runs them when their node starts them. */

import { AsyncLocalStorage } from "node:async_hooks";
import pLimit from "p-limit";
import type { Declaration } from "../../language/registry/declaration.ts";
import { graphWithin, registryOf } from "../../language/registry/registry-of.ts";
import { JOIN } from "../../language/terms/labels.ts";
import { innerName, itemName } from "../../language/terms/visit-name.ts";
import type { Batch, ChildEnd, Children, Scope } from "../../nodes/call/ports.ts";
import { endingOf } from "../../nodes/composite/subgraph.ts";
import type { MemoryPorts } from "./memory-ports.ts";
import { memoryGraph } from "./memory-thread.ts";
import type { PathResult } from "./path-result.ts";

/** A child thread, as far as its parent sees it. */
export interface ChildRun {
  /** Runs to an end, or to questions without an answer. */
  begin(): Promise<void>;
  readonly isOver: boolean;
  result(): Promise<PathResult>;
}

/** The threads that one visit of a node has started. */
export interface Family<Run extends ChildRun> {
  readonly within: string;
  readonly node: string;
  readonly runs: readonly Run[];
}

type MakeRun<Run> = (
  thread: { readonly compiled: ReturnType<typeof memoryGraph>; readonly id: string },
  child: { readonly declaration: Declaration; readonly input: Readonly<Record<string, unknown>> },
) => Run;

export class MemoryChildren<Run extends ChildRun> implements Children {
  readonly #declaration: Declaration;
  readonly #make: MakeRun<Run>;
  /** By the visit that started them. */
  readonly #families = new Map<string, Family<Run>>();
  #ports: MemoryPorts | undefined;
  /** LangGraph finds the run around it by async context, and would take a child for a subgraph. */
  readonly #outside = AsyncLocalStorage.snapshot();

  constructor(declaration: Declaration, make: MakeRun<Run>) {
    this.#declaration = declaration;
    this.#make = make;
  }

  /** The ports that children run on: their parent's. */
  use(ports: MemoryPorts): void {
    this.#ports = ports;
  }

  familyOf(task: string): Family<Run> | undefined {
    return this.#families.get(task);
  }

  readonly ends = async ({ node, task }: Scope, batch: Batch): Promise<readonly ChildEnd[] | undefined> => {
    const family = this.#families.get(task) ?? (await this.#start(task, { node, batch }));
    if (family.runs.some((run) => !run.isOver)) return undefined;
    const ended = await Promise.all(family.runs.map((run) => run.result()));
    return ended.map(endOf);
  };

  async #start(task: string, { node, batch }: { node: string; batch: Batch }): Promise<Family<Run>> {
    const { within, graph, inputs, limit } = batch;
    const { graph: top, registry } = this.#declaration;
    const ports = this.#ports;
    const child = graphWithin({ graph: top, registry }, within)?.registry.graphs?.[graph];
    if (!child || "graph" in child || !ports) throw new TypeError(`graph "${within}" has no declared graph "${graph}"`);
    const declaration = { graph: child, registry: registryOf(child) };
    const compiled = memoryGraph(declaration, ports);
    const slots = pLimit(limit);
    const runs = inputs.map((input, index) => this.#make({ compiled, id: `path-${index}` }, { declaration, input }));
    const family = { within, node, runs };
    this.#families.set(task, family);
    await Promise.all(runs.map((run) => slots(() => this.#outside(() => run.begin()))));
    return family;
  }

  /** Of all threads, in the order in which they were started. */
  async results(): Promise<readonly PathResult[]> {
    return Promise.all([...this.#families.values()].flatMap(({ runs }) => runs.map((run) => run.result())));
  }

  /** `all[2]/approval`: the node, the item's index, and where its thread waits. */
  async waitsAt(task: string): Promise<string | undefined> {
    const { node, runs = [] } = this.#families.get(task) ?? {};
    const places = await Promise.all(runs.map(async (run) => (await run.result()).waitsAt));
    const index = places.findIndex((place) => place !== undefined);
    return node === undefined || index < 0 ? undefined : innerName(itemName(node, index), places[index] ?? "");
  }

  /** For coverage. The item's node is not a vertex: its child thread represents it. */
  async follow(): Promise<void> {
    for (const { within, node, runs } of this.#families.values())
      for (const [index, run] of runs.entries()) {
        const { steps, error, waitsAt } = await run.result();
        const name = itemName(node, index);
        this.#ports?.visits?.began(within, name);
        if (!error && waitsAt === undefined) this.#ports?.visits?.answered(within, { node: name, label: endingOf(steps), target: JOIN });
      }
  }
}

function endOf({ state, steps, error }: PathResult, index: number): ChildEnd {
  const code = error && "code" in error ? String(error.code) : error?.name;
  return { index, state, path: steps, ...(error && { error: { code: code ?? "Error", message: error.message } }) };
}
