/** Child threads in memory: the test kit plays the engine, and runs them when their node starts them. */

import { AsyncLocalStorage } from "node:async_hooks";
import pLimit from "p-limit";
import { normalise } from "../../language/graph/normalise.ts";
import type { Declaration } from "../../language/registry/declaration.ts";
import { graphWithin, registryOf } from "../../language/registry/registry-of.ts";
import { JOIN } from "../../language/terms/labels.ts";
import { innerName, itemName } from "../../language/terms/visit-name.ts";
import type { Batch, ChildEnd, Children, Scope } from "../../nodes/call/ports.ts";
import { endingOf } from "../../nodes/composite/subgraph.ts";
import type { AnswerBook } from "../scenario/answer-book.ts";
import type { PathDetails } from "../text/path-details.ts";
import type { MemoryPorts } from "./memory-ports.ts";
import { MemoryThread, memoryGraph } from "./memory-thread.ts";
import { type PathResult, PathRun } from "./path-run.ts";
import type { WaitingTime } from "./waiting-time.ts";

/** What all threads of a scenario share. */
interface Shared {
  readonly answers: AnswerBook;
  readonly time: WaitingTime;
  readonly details: PathDetails;
}

const none = { results: [], waitsAt: undefined };

export class MemoryChildren implements Children {
  readonly results: PathResult[] = [];
  waitsAt: string | undefined;
  readonly #declaration: Declaration;
  readonly #shared: Shared;
  #ports: MemoryPorts | undefined;
  /** LangGraph finds the run around it by async context, and would take a child for a subgraph. */
  readonly #outside = AsyncLocalStorage.snapshot();

  constructor(declaration: Declaration, shared: Shared) {
    this.#declaration = declaration;
    this.#shared = shared;
  }

  /** The ports that children run on: their parent's. */
  use(ports: MemoryPorts): void {
    this.#ports = ports;
  }

  readonly ends = async ({ node }: Scope, { within, graph, inputs, limit }: Batch): Promise<readonly ChildEnd[] | undefined> => {
    const { graph: top, registry } = this.#declaration;
    const ports = this.#ports;
    const child = graphWithin({ graph: top, registry }, within)?.registry.graphs?.[graph];
    if (!child || "graph" in child || !ports) throw new TypeError(`graph "${within}" has no declared graph "${graph}"`);
    const declaration = { graph: child, registry: registryOf(child) };
    const compiled = memoryGraph(declaration, ports);
    const slots = pLimit(limit);
    const shared = { ...this.#shared, ports, normal: normalise(child, declaration.registry), children: none };
    const runs = inputs.map((input, index) =>
      slots(() => {
        const thread = new MemoryThread(compiled, { id: `path-${index}` });
        return this.#outside(() => new PathRun({ ...shared, thread, turns: [input] }).all());
      }),
    );
    const ended = await Promise.all(runs);
    this.results.push(...ended);
    for (const [index, end] of ended.entries()) this.#follow(within, itemName(node, index), end);
    const waiting = ended.findIndex(({ waitsAt }) => waitsAt !== undefined);
    if (waiting >= 0) this.waitsAt = innerName(itemName(node, waiting), ended[waiting]?.waitsAt ?? "");
    return waiting >= 0 ? undefined : ended.map(endOf);
  };

  /** The item's node is not a vertex: its child thread represents it. */
  #follow(graph: string, node: string, { steps, error, waitsAt }: PathResult): void {
    this.#ports?.visits?.began(graph, node);
    if (!error && waitsAt === undefined) this.#ports?.visits?.answered(graph, { node, label: endingOf(steps), target: JOIN });
  }
}

function endOf({ state, steps, error }: PathResult, index: number): ChildEnd {
  const code = error && "code" in error ? String(error.code) : error?.name;
  return { index, state, path: steps, ...(error && { error: { code: code ?? "Error", message: error.message } }) };
}
