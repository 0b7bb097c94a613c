/** LangGraph's reference server with the raw graph, as a separate process: prints its address, exits when its standard input ends. */
import { dirname, join } from "node:path";
import { startServer } from "@langchain/langgraph-api/server";

const folder = process.argv[2] ?? "";
const graphs = { raw: `${join(dirname(import.meta.filename), "graph.ts")}:graph` };
const { host } = await startServer({ port: 0, nWorkers: 10, host: "127.0.0.1", cwd: folder, graphs });
console.log(`LISTENING http://${host}`);
process.stdin.on("end", () => process.exit(0)).resume();
