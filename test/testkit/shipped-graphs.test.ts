import { chat } from "../../graphs/chat/graph.ts";
import { codeChange } from "../../graphs/code-change/graph.ts";
import { insuranceClaim } from "../../graphs/insurance-claim/graph.ts";
import { nightlyBatch } from "../../graphs/nightly-batch/graph.ts";
import { invoiceGraph } from "../../graphs/nightly-batch/invoice/graph.ts";
import { peers } from "../../graphs/peers/graph.ts";
import { researchDesk } from "../../graphs/research-desk/graph.ts";
import { researchWorker } from "../../graphs/research-desk/worker/graph.ts";
import { supportDesk } from "../../graphs/support-desk/graph.ts";
import { testGraph } from "../../testkit/index.ts";

for (const graph of [supportDesk, insuranceClaim, researchDesk, researchWorker, codeChange, peers, nightlyBatch, invoiceGraph, chat]) {
  testGraph(graph, { limit: 120 });
}
