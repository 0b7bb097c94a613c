/** LangGraph's reference server on the graphs of the suite, as a process of its own: prints its address, exits when its standard input ends. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { startServer } from "@langchain/langgraph-api/server";

const [config = "", folder = "", workers = ""] = process.argv.slice(2);
const { graphs, http } = JSON.parse(readFileSync(config, "utf8"));
const absolute = Object.entries<string>(graphs).map(([id, path]) => [id, resolve(join(config, ".."), path)]);
const { host } = await startServer({
  port: 0,
  nWorkers: Number(workers),
  host: "127.0.0.1",
  cwd: folder,
  graphs: Object.fromEntries(absolute),
  http,
});
console.log(`Reference at http://${host}`);
process.stdin.on("end", () => process.exit(0)).resume();
