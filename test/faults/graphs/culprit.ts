/** A raw LangGraph of one node, which harms the process that runs it in the way that its input says. */
import { setTimeout as sleep } from "node:timers/promises";
import { END, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { z } from "zod";
import type { CompiledGraph } from "../../../compile/compile-graph.ts";

export type Harm =
  /** Ends its process as a crash of native code does. */
  | { readonly kind: "kill" }
  /** Fills the heap, so many megabytes a second. */
  | { readonly kind: "leak"; readonly mbPerSecond: number }
  /** Lets nothing else run in its process. */
  | { readonly kind: "block" }
  /** Throws in a timer, or rejects a promise that nobody awaits, while it works or after its end. */
  | { readonly kind: "late"; readonly how: "throw" | "reject"; readonly afterItsEnd: boolean };

export function culpritGraph(): CompiledGraph {
  const graph = new StateGraph(new StateSchema({ harm: z.any() }))
    .addNode("culprit", async ({ harm }) => {
      await acts[(harm as Harm).kind](harm as never);
      return {};
    })
    .addEdge(START, "culprit")
    .addEdge("culprit", END);
  return graph.compile() as unknown as CompiledGraph;
}

const TICK_MS = 20;
const LONG_MS = 600_000;
const BYTES_PER_NUMBER = 8;

const acts: { readonly [Kind in Harm["kind"]]: (harm: Extract<Harm, { kind: Kind }>) => Promise<void> | void } = {
  kill() {
    process.kill(process.pid, "SIGKILL");
  },
  async leak({ mbPerSecond }) {
    const kept: number[][] = [];
    const numbers = Math.round((mbPerSecond * 1_000_000 * TICK_MS) / 1_000 / BYTES_PER_NUMBER);
    for (;;) {
      kept.push(new Array<number>(numbers).fill(0.5));
      await sleep(TICK_MS);
    }
  },
  block() {
    for (const end = performance.now() + LONG_MS; performance.now() < end; );
  },
  async late({ how, afterItsEnd }) {
    setTimeout(
      () => {
        if (how === "throw") throw new Error("late");
        void Promise.reject(new Error("late"));
      },
      afterItsEnd ? 500 : TICK_MS,
    );
    if (!afterItsEnd) await sleep(1_000);
  },
};
