/** The composition root: this application's graphs, compiled. langgraph.json points here, and only here do graphs meet the compiler. */
import { join } from "node:path";
import { compileGraph } from "./compile/compile-graph.ts";
import { chat as chatGraph } from "./graphs/chat/graph.ts";
import { codeChange as codeChangeGraph } from "./graphs/code-change/graph.ts";
import { insuranceClaim as insuranceClaimGraph } from "./graphs/insurance-claim/graph.ts";
import { nightlyBatch as nightlyBatchGraph } from "./graphs/nightly-batch/graph.ts";
import { peers as peersGraph } from "./graphs/peers/graph.ts";
import { researchDesk as researchDeskGraph } from "./graphs/research-desk/graph.ts";
import { supportDesk as supportDeskGraph } from "./graphs/support-desk/graph.ts";
import { lazyPorts } from "./runtime/ports/lazy-ports.ts";

/** Used where these graphs run without our server, as in Studio. Our server gives them its own database instead. */
const ports = lazyPorts({
  dataFolder: join(process.env.SIGNALBOX_DATA ?? ".signalbox", "studio"),
  migrations: Object.fromEntries(
    ["support-desk", "insurance-claim", "code-change", "nightly-batch", "chat"].map((graph) => [
      graph,
      new URL(`./graphs/${graph}/migrations/`, import.meta.url),
    ]),
  ),
});

export const supportDesk = compileGraph(supportDeskGraph, { ports });
export const insuranceClaim = compileGraph(insuranceClaimGraph, { ports });
export const researchDesk = compileGraph(researchDeskGraph, { ports });
export const codeChange = compileGraph(codeChangeGraph, { ports });
export const peers = compileGraph(peersGraph, { ports });
export const nightlyBatch = compileGraph(nightlyBatchGraph, { ports });
export const chat = compileGraph(chatGraph, { ports });
