/** What a thrown error means for the run that threw it, how it is stored, and how it is logged. */
import type { CompiledGraph } from "../../compile/compile-graph.ts";
import { isCausedBy, SignalboxError } from "../../language/issues/errors.ts";
import { asError, messageOf, nameOf } from "../../language/issues/thrown.ts";
import { usageInError } from "../../nodes/attempts/run-attempts.ts";
import type { RunFailure } from "../../persistence/statements/runs/rows.ts";
import { redact } from "../../telemetry/redact.ts";
import type { Services } from "../services.ts";
import type { Lease } from "./active-run.ts";

export function failureOf(error: unknown): RunFailure {
  if (error instanceof SignalboxError) return { error: error.code, message: redact(messageOf(error)), ...usageOfFailedVisit(error) };
  const thrown = thrownInRawGraph(error);
  return { error: error instanceof Error && thrown === error ? nameOf(error) : "Error", message: redact(messageOf(thrown)) };
}

/** LangGraph reads `is_bubble_up` of whatever a node of a graph built by hand throws: of null and undefined only that error is left. */
function thrownInRawGraph(error: unknown): unknown {
  const found = error instanceof TypeError && /^Cannot read properties of (null|undefined) \(reading 'is_bubble_up'\)$/.exec(error.message);
  return found ? (found[1] === "null" ? null : undefined) : error;
}

function usageOfFailedVisit(error: SignalboxError): Pick<RunFailure, "spent"> {
  const usage = usageInError(error);
  return usage.tokens === undefined ? {} : { spent: { node: String(error.facts.node), attempts: Number(error.facts.attempts), ...usage } };
}

/** Whether this worker lost the thread. */
export const isFenced = (error: unknown): boolean => isCausedBy(error, "FENCED");

/** LangGraph stopped at the end of a super-step because it was asked to. */
export function isDrained(error: unknown): boolean {
  return error instanceof Error && error.name === "GraphDrained";
}

interface LoggedFailure {
  readonly failure: RunFailure;
  readonly error: unknown;
  /** Undefined where it could not be made. */
  readonly graph: CompiledGraph | undefined;
}

/** The only place that has the stack: what is stored and sent is the message. */
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
