/** A raw LangGraph whose node pays and then fails once or asks twice: each time LangGraph runs it again from its start. */

import type { RunnableConfig } from "@langchain/core/runnables";
import { END, interrupt, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { z } from "zod";
import type { CompiledGraph } from "../../../compile/compile-graph.ts";
import { EPOCH } from "../../../language/terms/run-keys.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { databasePorts } from "../../../runtime/ports/ports.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { type Guard, paymentsFor } from "./payments.ts";

const State = new StateSchema({ order: z.number(), trouble: z.enum(["fails", "asks"]) });

export function rawPayments(database: Database, guard: Guard): CompiledGraph {
  const { once } = databasePorts(database, { log: consoleLog("silent") });
  const failed = new Set<number>();
  const paying = async ({ order, trouble }: typeof State.State, { configurable }: RunnableConfig) => {
    const { thread_id: threadId, run_id: run, [EPOCH]: epoch } = configurable ?? {};
    const pay = () => database.sql.query("insert into payments (amount) values ($1)", [order]);
    if (guard === "unguarded") await pay();
    else await once({ threadId, run, epoch, node: "paying", task: "paying" }, { key: `${threadId}:${order}`, kind: "outside" }, pay);
    if (trouble === "asks") for (const question of ["one?", "two?"]) interrupt(`${question} ${await paymentsFor(database.sql, order)}`);
    else if (!failed.has(order)) {
      failed.add(order);
      throw new Error("after the payment");
    }
    return {};
  };
  return new StateGraph(State).addNode("paying", paying).addEdge(START, "paying").addEdge("paying", END).compile() as CompiledGraph;
}
