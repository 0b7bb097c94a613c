/** The graphs that the suite's processes run, each under the id that its tests use. */
import { compileGraph } from "../../../compile/compile-graph.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import type { GraphSource } from "../../../runtime/graphs/graphs.ts";
import { databasePorts } from "../../../runtime/ports/ports.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { pairGraph } from "../../fixtures/pair.ts";
import { stepsGraph } from "../../fixtures/steps.ts";
import { books } from "./books.ts";
import { clocked } from "./clocked.ts";
import { rawBooks } from "./raw-books.ts";

export function suiteGraphs(database: Database): Record<string, GraphSource> {
  const ports = databasePorts(database, { log: consoleLog("silent") });
  const declared = { books: books("once"), "careless-books": books("careless"), clocked };
  return {
    ...Object.fromEntries(Object.entries(declared).map(([id, graph]) => [id, compileGraph(graph, { ports })])),
    ...{ steps: stepsGraph(database), pair: pairGraph() },
    ...{ "raw-books": rawBooks(database, "once"), "careless-raw-books": rawBooks(database, "careless") },
  };
}
