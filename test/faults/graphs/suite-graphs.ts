/** The graphs that the suite's processes run, by id. */
import { compileGraph } from "../../../compile/compile-graph.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import type { GraphSource } from "../../../runtime/graphs/graphs.ts";
import { databasePorts } from "../../../runtime/ports/ports.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { batch } from "../../fixtures/batch.ts";
import { loudGraph } from "../../fixtures/loud.ts";
import { nestedQuestion } from "../../fixtures/nested-question.ts";
import { pairGraph } from "../../fixtures/pair.ts";
import { stepsGraph } from "../../fixtures/steps.ts";
import { talkGraph } from "../../fixtures/talk.ts";
import { twentySteps } from "../../fixtures/time-travel.ts";
import { culpritGraph } from "./culprit.ts";
import { deadlineGraph, shortDeadlines } from "./deadlines.ts";
import { paymentGraph } from "./payments.ts";
import { rawPayments } from "./raw-payments.ts";

export function suiteGraphs(database: Database): Record<string, GraphSource> {
  const ports = databasePorts(database, { log: consoleLog("silent") });
  const declared = {
    "short-deadlines": shortDeadlines,
    payments: paymentGraph("once"),
    "unguarded-payments": paymentGraph("unguarded"),
    deadlines: deadlineGraph,
    batch,
  };
  return {
    ...Object.fromEntries(Object.entries(declared).map(([id, graph]) => [id, compileGraph(graph, { ports })])),
    "twenty-steps": compileGraph(twentySteps, { ports }),
    "nested-question": compileGraph(nestedQuestion, { ports }),
    ...{ steps: stepsGraph(database), pair: pairGraph(), culprit: culpritGraph() },
    ...{ talk: talkGraph(), loud: loudGraph() },
    ...{ "raw-payments": rawPayments(database, "once"), "unguarded-raw-payments": rawPayments(database, "unguarded") },
  };
}
