/** Runs a graph for one run, from its input or from the thread's last checkpoint, and reports how it ended. Writes no tables. */

import type { RunnableConfig } from "@langchain/core/runnables";
import { Command } from "@langchain/langgraph";
import type { Checkpoint } from "@langchain/langgraph-checkpoint";
import { type CompiledGraph, hasRegions } from "../../compile/compile-graph.ts";
import { cancelledQuestions } from "../../compile/open-questions.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import { EPOCH, TENANT } from "../../language/terms/run-keys.ts";
import { ALONGSIDE, type Alongside } from "../../persistence/checkpointer/alongside.ts";
import { METADATA, STORED } from "../../persistence/checkpointer/saver.ts";
import { isUnavailable } from "../../persistence/connection/unavailable.ts";
import type { SeenInterrupt } from "../../persistence/statements/interrupts/seen-interrupts.ts";
import type { RunFailure } from "../../persistence/statements/runs/rows.ts";
import type { StoredCheckpoint } from "../event-log/event-encoder.ts";
import type { EventLog } from "../event-log/event-log.ts";
import { authKeys, peopleOf } from "../identity/people-of-run.ts";
import { questionChanged } from "../interrupts/answered-questions.ts";
import { readStop } from "../interrupts/read-stop.ts";
import { withoutInternal } from "../protocol/plain-json.ts";
import type { Services } from "../services.ts";
import { graphStoreFor } from "../store/graph-store.ts";
import { modesOf } from "../streams/stream-modes.ts";
import type { ActiveRun } from "./active-run.ts";
import { failureOf, isDrained, isFenced, logFailure } from "./failure.ts";
import { inputOf, isInputTaken, replacedBy, withoutAnswers } from "./run-input.ts";
import { pushFeedback } from "./stream/feedback.ts";
import { type Streaming, streamGraph } from "./stream/stream-graph.ts";

export type RunResult =
  /** `graph` is missing when it could not even be loaded. */
  | {
      readonly kind: "ended";
      readonly status: "success" | "error" | "interrupted" | "timeout";
      readonly error: RunFailure | null;
      readonly graph?: CompiledGraph;
      /** Questions that the code has replaced by others: their answers were not used. */
      readonly replaced?: readonly SeenInterrupt[];
    }
  /** Stopped at a super-step's end, or within one: another worker continues it. */
  | { readonly kind: "drained" }
  /** The database is unavailable: the run itself did not fail, and continues later. */
  | { readonly kind: "unavailable" }
  /** Another worker has the thread. */
  | { readonly kind: "fenced" };

export async function executeRun(services: Services, active: ActiveRun, log: EventLog): Promise<RunResult> {
  const { run, definition } = active.lease;
  let graph: CompiledGraph | undefined;
  try {
    const config = configOf(active, log);
    const use = { accessContext: "threads.create_run", executionRuntime: { context: run.kwargs.context ?? null } } as const;
    graph = await services.graphs.compiled(run.graph_id, definition, { ...config, use });
    active.signal.throwIfAborted();
    const replaced = await replacedBy(services, active.lease, { graph, config });
    const input = await inputOf(services, withoutAnswers(active.lease, replaced), { graph, config });
    if (run.attempts > 1 && !modesOf(run).includes("values")) await tellState(services, active, { graph, log });
    const streaming = { active, config, log, store: graphStoreFor(services, active.lease.tenant, graph) };
    await streamGraph(graph, { ...streaming, input });
    await continueWithoutSiblings(services, graph, streaming);
    active.signal.throwIfAborted();
    if (replaced.length > 0) return notUsed(replaced, { graph, log });
    await pushFeedback(services, run, log);
    return { kind: "ended", status: "success", error: null, graph };
  } catch (thrown) {
    const error = active.failure ?? thrown;
    if (isFenced(error)) return { kind: "fenced" };
    if (isUnavailable(error)) return { kind: "unavailable" };
    const loaded = graph && { graph };
    if (isDrained(error) && active.control.endsForSignal) return { kind: "ended", status: "interrupted", error: null, ...loaded };
    if (isDrained(error) || active.stopped === "interrupted") return { kind: "drained" };
    if (active.stopped === "timed out") return { kind: "ended", status: "timeout", error: tookTooLong(active, log), ...loaded };
    if (active.stopped === "cancelled") return { kind: "ended", status: "interrupted", error: null, ...loaded };
    const named = graph ? await withNode(error, graph, run.thread_id) : error;
    const failure = failureOf(named);
    log.push("error", failure);
    await logFailure(services, active.lease, { failure, error: named, graph });
    return { kind: "ended", status: "error", error: failure, ...loaded };
  }
}

/** Whoever has read an earlier attempt replaces what it said halfway: LangGraph tells the state first to those who asked for values. */
async function tellState(
  { saver }: Services,
  { lease }: ActiveRun,
  { graph, log }: { graph: CompiledGraph; log: EventLog },
): Promise<void> {
  const { values } = await readStop(graph, saver, { threadId: lease.run.thread_id });
  if (values) log.push("values", withoutInternal(values));
}

/** The run has asked anew, and says so to whoever reads its result. */
function notUsed(replaced: readonly SeenInterrupt[], { graph, log }: { readonly graph: CompiledGraph; readonly log: EventLog }): RunResult {
  const error = failureOf(questionChanged(replaced));
  log.push("error", error);
  return { kind: "ended", status: "interrupted", error, graph, replaced };
}

/** The saver knows which task wrote what cannot be stored, and the thread's state which node the task is. */
async function withNode(error: unknown, graph: CompiledGraph, threadId: string): Promise<unknown> {
  const isUnstorable = error instanceof SignalboxError && error.code === "UNSTORABLE_STATE" && error.facts.node === undefined;
  if (!isUnstorable || error.facts.task === undefined) return error;
  const { tasks } = await graph.getState({ configurable: { thread_id: threadId } });
  const node = tasks.find(({ id }) => id === error.facts.task)?.name;
  return node === undefined
    ? error
    : new SignalboxError(error.code, `node "${node}" wrote to ${error.message}`, { ...error.facts, node, cause: error });
}

function tookTooLong({ lease }: ActiveRun, log: EventLog): RunFailure {
  const error = new SignalboxError("RUN_TIMEOUT", `Run ${lease.run.id} took longer than a run may.`, { run: lease.run.id });
  const failure = failureOf(error);
  log.push("error", failure);
  return failure;
}

/** The question of a branch whose sibling has left early needs no answer: the run answers it itself. */
async function continueWithoutSiblings({ saver }: Services, graph: CompiledGraph, streaming: Streaming): Promise<void> {
  if (!hasRegions(graph)) return;
  const { thread_id } = streaming.active.lease.run;
  for (;;) {
    const cancelled = await cancelledQuestions(graph, saver, thread_id);
    if (!cancelled) return;
    await streamGraph(graph, { ...streaming, input: new Command({ resume: cancelled }) });
  }
}

const storedOf = ({ id, channel_values: values, channel_versions: versions }: Checkpoint): StoredCheckpoint => ({ id, values, versions });

/** What the run has emitted is stored with its checkpoints, and large values as the checkpoint that has them. */
const alongside = (active: ActiveRun, log: EventLog): Alongside => ({
  isNew: () => active.lease.head === null && active.control.lastStored === undefined,
  writes() {
    const number = active.beginWrite();
    return (last) => active.keep(last, number);
  },
  batch: () => log.batch(),
  loaded: (namespace, checkpoint) => log.stored(namespace, storedOf(checkpoint)),
  stored(namespace, checkpoint, batch) {
    log.stored(namespace, storedOf(checkpoint));
    if (batch) log.written(batch);
  },
});

function configOf(active: ActiveRun, log: EventLog): RunnableConfig {
  const { lease, control } = active;
  const { run, epoch } = lease;
  const { configurable = {}, recursion_limit, tags, metadata } = run.kwargs.config ?? {};
  const { headers = {} } = run.payload;
  const people = peopleOf(run);
  const { checkpoint_id, checkpoint_ns, checkpoint_map, ...rest } = configurable;
  // an answer, a signal and a retry belong to the thread's last checkpoint, wherever the run began that they continue
  const begins = run.kind === "input" && !isInputTaken(lease) && checkpoint_id !== undefined;
  const fork = begins ? { checkpoint_id, checkpoint_ns, checkpoint_map } : {};
  return {
    configurable: {
      ...rest,
      ...headers,
      ...fork,
      ...{ thread_id: run.thread_id, run_id: run.id, graph_id: run.graph_id, assistant_id: run.assistant_id },
      [EPOCH]: epoch,
      [STORED]: control.stored,
      [ALONGSIDE]: alongside(active, log),
      [METADATA]: { ...metadata, ...run.metadata, run_id: run.id, run_attempt: run.starts },
      [TENANT]: lease.tenant,
      ...people,
      // the id of one question never answers another
      __pregel_strict_resume: true,
    },
    runId: run.id,
    // LangChain copies into traces what of `configurable` is not here
    metadata: {
      ...Object.fromEntries([...Object.keys(headers), ...authKeys.filter((key) => key in people)].map((name) => [name, undefined])),
      ...{ ...metadata, ...run.metadata, run_attempt: run.starts },
    },
    ...(tags && { tags }),
    ...(recursion_limit !== undefined && { recursionLimit: recursion_limit }),
  };
}
