/** The texts that both versions type-check: only their types differ. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { largeGraph } from "../../test/fixtures/large-graph.ts";

const NODES = 100;
const CHANNELS = 40;
const FIELDS = ["z.string()", "z.number()", "z.boolean()", 'z.enum(["a", "b"])'];
const FIELDS_EACH = 8;

export interface Sources {
  /** Path in the tree → text, besides the two below. */
  readonly shared: Readonly<Record<string, string>>;
  /** Type-checked first: all that does not belong to the nodes. */
  readonly before: string;
  readonly graph: string;
}

/** Nodes of all kinds, on the vocabulary of the earlier version: that of today has more names, which cost something themselves. */
export function mixedNodes(earlier: string): Sources {
  const vocabulary = readFileSync(join(earlier, "test/language/mistakes/vocabulary.ts"), "utf8");
  const head = 'import { d } from "./vocabulary.ts";\n';
  return {
    shared: { "test/language/bench/vocabulary.ts": vocabulary },
    before: `${head}export const small = d.defineGraph(${largeGraph(1)});\nexport const graph = ${largeGraph(NODES)};\n`,
    graph: `${head}export const graph = d.defineGraph(${largeGraph(NODES)});\n`,
  };
}

/** Object channels with many fields: what a type makes of every channel and field shows here, in time more than in instantiations. */
export function wideState(): Sources {
  const head = 'import { d } from "./wide.ts";\n';
  return {
    shared: { "test/language/bench/wide.ts": wideVocabulary() },
    before: `${head}export const small = d.defineGraph(${onWideState(4)});\n`,
    graph: `${head}export const graph = d.defineGraph(${onWideState(NODES)});\n`,
  };
}

function wideVocabulary(): string {
  const fields = Array.from({ length: FIELDS_EACH }, (_, index) => `f${index}: ${FIELDS[index % FIELDS.length]}`).join(", ");
  const channels = Array.from({ length: CHANNELS }, (_, index) => `c${index}: z.object({ ${fields} })`).join(", ");
  return `import { z } from "zod";
import { agent, router, setup, task } from "../../../language/index.ts";
export const d = setup({
  state: { mood: z.enum(["up", "down"]), note: z.string(), ${channels} },
  agents: { writer: agent({ args: z.object({ note: z.string() }), output: z.string(), run: async () => "" }) },
  routers: { intent: router({ labels: ["a", "b"], args: z.object({ note: z.string() }), run: async () => [] }) },
  tasks: { limit: task({ labels: ["y", "n"], args: z.object({ c0: z.object({ f0: z.string() }) }), run: async () => ({ label: "y" }) }) },
});
`;
}

const wideNodes: readonly ((next: string) => string)[] = [
  (next) => `{ kind: "agent", agent: "writer", writes: "note", next: "${next}" }`,
  (next) => `{ kind: "router", on: "mood", routes: { up: "${next}", down: "end" } }`,
  (next) => `{ kind: "router", router: "intent", routes: { a: "${next}", b: "end" } }`,
  (next) => `{ kind: "task", task: "limit", routes: { y: "${next}", n: "end" } }`,
];

function onWideState(count: number): string {
  const nodes = Array.from(
    { length: count },
    (_, index) => `s${index}: ${wideNodes[index % wideNodes.length]?.(index + 1 < count ? `s${index + 1}` : "end")}`,
  );
  return `{ id: "wide", version: 1, start: "s0", input: ["note", "mood", "c0"], nodes: {\n${nodes.join(",\n")}\n} }`;
}
