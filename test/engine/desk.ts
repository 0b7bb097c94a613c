/** A runtime with the refund desk, the steps and the pair graph on a given database, and what tests ask of it again and again. */
import { compileGraph } from "../../compile/compile-graph.ts";
import type { GraphData } from "../../language/graph-data.ts";
import type { Database } from "../../persistence/database.ts";
import { createRuntime } from "../../runtime/create-runtime.ts";
import type { GraphSource } from "../../runtime/graphs.ts";
import type { Interrupt } from "../../runtime/interrupt.ts";
import { consoleLog } from "../../runtime/log.ts";
import type { Notifier } from "../../runtime/notify/notifier.ts";
import { databasePorts } from "../../runtime/ports.ts";
import type { Run } from "../../runtime/run.ts";
import type { RunRequest } from "../../runtime/run-request.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import type { Timing } from "../../runtime/services.ts";
import { pairGraph } from "./pair.ts";
import { paymentsTable, refundDesk } from "./refund-desk.ts";
import { stepsGraph } from "./steps.ts";
import { until } from "./until.ts";

export interface Desk {
  readonly runtime: Runtime;
  readonly database: Database;
  /** Begins a run on a new thread. */
  begin(input: unknown, assistant?: string): Promise<Run>;
  /** Begins a run on a thread and resolves to its result. */
  wait(thread: string, request: Partial<RunRequest>): Promise<unknown>;
  /** Resolves when the thread waits with a question, to that question. */
  question(thread: string): Promise<Interrupt>;
  /** Resolves when nothing is under way on the thread, to its status. */
  settled(thread: string, timeoutMs?: number): Promise<string>;
  payments(): Promise<number[]>;
}

export interface DeskOptions {
  readonly graph?: GraphData;
  readonly timing?: Partial<Timing>;
  readonly notifier?: Notifier;
  /** Further graphs, by their ids. */
  readonly graphs?: Readonly<Record<string, GraphSource>>;
  /** Only asks and decides; runs nothing. */
  readonly idle?: boolean;
}

export async function deskOn(
  database: Database,
  { graph = refundDesk(), graphs = {}, timing, notifier, idle = false }: DeskOptions = {},
): Promise<Desk> {
  await database.sql.query(paymentsTable);
  const log = consoleLog("fatal");
  const refund = compileGraph(graph, { ports: databasePorts(database, { log }) });
  const runtime = await createRuntime({
    database,
    graphs: { "refund-desk": refund, steps: stepsGraph(database), pair: pairGraph(), ...graphs },
    log,
    timing,
    notifier,
  });
  if (!idle) await runtime.start();
  return {
    ...{ runtime, database },
    async begin(input, assistant_id = "refund-desk") {
      const { thread_id } = await runtime.threads.create({});
      return runtime.runs.create(thread_id, { assistant_id, input });
    },
    async wait(thread, request) {
      const run = await runtime.runs.create(thread, { assistant_id: "refund-desk", ...request });
      return runtime.runs.join(thread, run.run_id);
    },
    question: (thread_id) =>
      until(`a question of thread ${thread_id}`, async () => {
        const { items } = await runtime.interrupts.list({ thread_id, status: "pending", limit: 10, offset: 0 });
        return items[0];
      }),
    settled: (thread_id, timeoutMs) =>
      until(
        `thread ${thread_id} at rest`,
        async () => {
          const { status } = await runtime.threads.get(thread_id);
          return status !== "busy" && status;
        },
        timeoutMs,
      ),
    async payments() {
      const rows = await database.sql.query<{ amount: number }>("select amount from payments order by at");
      return rows.map(({ amount }) => amount);
    },
  };
}
