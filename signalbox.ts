/** The composition root: this application's graphs, compiled. langgraph.json points here, and only here do graphs meet the compiler. */
import { join } from "node:path";
import { compileGraph } from "./compile/compile-graph.ts";
import { supportDesk as supportDeskGraph } from "./graphs/support-desk/graph.ts";
import { lazyPorts } from "./runtime/lazy-ports.ts";

/** Used where these graphs run without our server, as in Studio. Our server gives them its own database instead. */
const ports = lazyPorts({
  dataFolder: join(process.env.SIGNALBOX_DATA ?? ".signalbox", "studio"),
  migrations: { "support-desk": new URL("./graphs/support-desk/migrations/", import.meta.url) },
});

export const supportDesk = compileGraph(supportDeskGraph, { ports });
