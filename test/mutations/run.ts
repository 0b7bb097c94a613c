/** `npm run test:mutations`: changes each shipped graph in one thing at a time and counts what no path test noticed. At most 5 % pass. */
import { chat } from "../../graphs/chat/graph.ts";
import { codeChange } from "../../graphs/code-change/graph.ts";
import { insuranceClaim } from "../../graphs/insurance-claim/graph.ts";
import { nightlyBatch } from "../../graphs/nightly-batch/graph.ts";
import { invoiceGraph } from "../../graphs/nightly-batch/invoice/graph.ts";
import { peers } from "../../graphs/peers/graph.ts";
import { researchDesk } from "../../graphs/research-desk/graph.ts";
import { researchWorker } from "../../graphs/research-desk/worker/graph.ts";
import { supportDesk } from "../../graphs/support-desk/graph.ts";
import { type MutantResults, testMutants } from "./test-mutants.ts";

const AT_MOST = 0.05;
/** As test/testkit/shipped-graphs.test.ts registers them. */
const PATHS = 120;

const shipped = [supportDesk, insuranceClaim, researchDesk, researchWorker, codeChange, peers, nightlyBatch, invoiceGraph, chat];
const [only] = process.argv.slice(2);

const columns = ["graph", "paths", "mutants", "refused", "noticed", "unnoticed"] as const;
const row = (cells: readonly (string | number)[]) => console.log(cells.map((cell, at) => String(cell).padEnd(at === 0 ? 18 : 10)).join(""));

row(columns);
const all: MutantResults[] = [];
for (const holding of shipped.filter(({ id }) => only === undefined || id === only).map((graph) => testMutants(graph, PATHS))) {
  const held = await holding;
  all.push(held);
  row([held.graph, held.paths, held.mutants, held.refused, held.noticed, held.unnoticed.length]);
}
for (const { graph, unnoticed } of all) for (const name of unnoticed) console.log(`  ${graph}: no path noticed ${name}`);

const sum = (part: (held: MutantResults) => number) => all.reduce((total, held) => total + part(held), 0);
const unnoticed = sum((held) => held.unnoticed.length);
const [mutants, refused] = [sum((held) => held.mutants), sum((held) => held.refused)];
row(["all", sum(({ paths }) => paths), mutants, refused, sum(({ noticed }) => noticed), unnoticed]);
const share = unnoticed / (mutants - refused);
console.log(
  `${(100 * share).toFixed(1)} % of the changes that the checker accepts passed every path test; at most ${100 * AT_MOST} % may.`,
);
process.exitCode = share > AT_MOST ? 1 : 0;
