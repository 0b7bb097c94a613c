/** Logs why a run failed: the only place that has the stack, because what is stored and sent is the message. */
import type { CompiledGraph } from "../../compile/compile-graph.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import { asError } from "../../language/issues/thrown.ts";
import type { RunFailure } from "../../persistence/statements/runs/rows.ts";
import type { Services } from "../services.ts";
import type { Lease } from "./active-run.ts";

interface LoggedFailure {
  readonly failure: RunFailure;
  readonly error: unknown;
  /** Undefined where it could not be made. */
  readonly graph: CompiledGraph | undefined;
}

export async function logFailure({ log }: Pick<Services, "log">, { run }: Lease, { failure, error, graph }: LoggedFailure): Promise<void> {
  const { id, thread_id: thread, graph_id, starts } = run;
  const { node = graph && (await nodeOfTask(error, graph, thread)), attempts = 1 } = error instanceof SignalboxError ? error.facts : {};
  log.error("run failed", { thread, run: id, graph: graph_id, node, attempt: attempts, starts, ...failure, err: asError(error) });
}

/** LangGraph gives what a node's code has thrown the id of its task. */
async function nodeOfTask(error: unknown, graph: CompiledGraph, threadId: string): Promise<string | undefined> {
  const task: unknown = error instanceof Error && "pregelTaskId" in error ? error.pregelTaskId : undefined;
  if (typeof task !== "string") return undefined;
  const { tasks } = await graph.getState({ configurable: { thread_id: threadId } }).catch(() => ({ tasks: [] }));
  return tasks.find(({ id }) => id === task)?.name;
}
