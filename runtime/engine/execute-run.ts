/** Runs a graph for one run, from its input or from the thread's last checkpoint, and says how it ended. Writes no tables. */
import type { RunnableConfig } from "@langchain/core/runnables";
import { Command } from "@langchain/langgraph";
import { type CompiledGraph, hasRegions } from "../../compile/compile-graph.ts";
import { cancelledQuestions, takenQuestions } from "../../compile/open-questions.ts";
import { signalUpdate } from "../../compile/signal.ts";
import { normalise } from "../../language/graph/normalise.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import { declarationOf } from "../../language/registry/declaration.ts";
import { isUnavailable } from "../../persistence/connection/unavailable.ts";
import type { RunFailure } from "../../persistence/statements/runs/rows.ts";
import { commandOf, type RunKwargs } from "../protocol/run-kwargs.ts";
import type { Services } from "../services.ts";
import { asOneNode, type Chunk } from "../streams/agent-words.ts";
import type { EventLog } from "../streams/event-log.ts";
import { libraryModes, StreamEvents } from "../streams/stream-events.ts";
import type { ActiveRun } from "./active-run.ts";
import { failureOf, isDrained, isFenced } from "./failure.ts";

export type Outcome =
  /** `graph` is missing when it could not even be loaded. */
  | {
      readonly kind: "ended";
      readonly status: "success" | "error" | "interrupted" | "timeout";
      readonly error: RunFailure | null;
      readonly graph?: CompiledGraph;
    }
  /** Stopped at a super-step's end, or within one, for another worker to go on. */
  | { readonly kind: "drained" }
  /** The database is in trouble: nothing of the run is wrong, and it goes on later. */
  | { readonly kind: "unavailable" }
  /** Another worker has the thread. */
  | { readonly kind: "fenced" };

export async function executeRun(services: Services, active: ActiveRun, log: EventLog): Promise<Outcome> {
  const { run, definition } = active.lease;
  let graph: CompiledGraph | undefined;
  try {
    const config = configOf(active);
    graph = await services.graphs.compiled(run.graph_id, definition, config);
    active.signal.throwIfAborted();
    await stream(graph, { active, config, log, input: await inputOf(services, active, { graph, config }) });
    await goOnWithoutSiblings(services, graph, { active, config, log });
    return { kind: "ended", status: "success", error: null, graph };
  } catch (error) {
    if (isFenced(error)) return { kind: "fenced" };
    if (isUnavailable(error)) return { kind: "unavailable" };
    if (isDrained(error) && active.gaveWay) return { kind: "ended", status: "interrupted", error: null, ...(graph && { graph }) };
    if (isDrained(error) || active.stopped === "handed back") return { kind: "drained" };
    const loaded = graph && { graph };
    if (active.stopped === "timed out") return { kind: "ended", status: "timeout", error: tookTooLong(active, log), ...loaded };
    if (active.stopped === "cancelled") return { kind: "ended", status: "interrupted", error: null, ...loaded };
    const failure = failureOf(graph ? await withNode(error, graph, run.thread_id) : error);
    log.push("error", failure);
    services.log.error("run failed", { run: run.id, thread: run.thread_id, graph: run.graph_id, ...failure });
    return { kind: "ended", status: "error", error: failure, ...loaded };
  }
}

/** The saver knows the task that wrote what cannot be stored, and the thread which node the task is. */
async function withNode(error: unknown, graph: CompiledGraph, thread: string): Promise<unknown> {
  const isUnstorable = error instanceof SignalboxError && error.code === "UNSTORABLE_STATE" && error.facts.node === undefined;
  if (!isUnstorable || error.facts.task === undefined) return error;
  const { tasks } = await graph.getState({ configurable: { thread_id: thread } });
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

interface Streaming {
  readonly active: ActiveRun;
  readonly config: RunnableConfig;
  readonly log: EventLog;
}

/** A branch that waits for a person is asked no more once a sibling has left early: nobody outside has to say so. */
async function goOnWithoutSiblings({ saver }: Services, graph: CompiledGraph, streaming: Streaming): Promise<void> {
  if (!hasRegions(graph)) return;
  const { thread_id } = streaming.active.lease.run;
  for (;;) {
    const cancelled = await cancelledQuestions(graph, saver, thread_id);
    if (!cancelled) return;
    await stream(graph, { ...streaming, input: new Command({ resume: cancelled }) });
  }
}

async function stream(graph: CompiledGraph, { active, config, log, input }: Streaming & { readonly input: unknown }): Promise<void> {
  const kwargs = active.lease.run.kwargs as RunKwargs;
  const wanted = { modes: kwargs.stream_mode ?? ["values"], subgraphs: kwargs.subgraphs ?? false };
  const events = new StreamEvents(wanted);
  const modes = libraryModes(wanted);
  const hearsAgents = !wanted.subgraphs && modes.includes("messages") && declarationOf(graph) !== undefined;
  const chunks = await graph.stream(
    input as never,
    {
      ...config,
      streamMode: modes,
      subgraphs: wanted.subgraphs || hearsAgents,
      durability: "sync",
      signal: active.signal,
      control: active.control,
      ...(kwargs.context !== undefined && { context: kwargs.context }),
      ...(kwargs.interrupt_before && { interruptBefore: kwargs.interrupt_before }),
      ...(kwargs.interrupt_after && { interruptAfter: kwargs.interrupt_after }),
    } as never,
  );
  for await (const chunk of chunks as AsyncIterable<unknown[]>) {
    const full = (wanted.subgraphs || hearsAgents ? chunk : [[], ...chunk]) as unknown as Chunk;
    const seen = hearsAgents ? asOneNode(full) : full;
    if (seen) for (const [event, data] of events.of(seen)) log.push(event, data);
  }
}

/** The input is in when the thread has another checkpoint than at the first start: then only `null` goes on from there. */
const isUnderWay = ({ run, head }: ActiveRun["lease"]): boolean => head !== run.base;

async function inputOf({ saver }: Services, { lease }: ActiveRun, { graph, config }: Loaded): Promise<unknown> {
  const { payload } = lease.run;
  if (isUnderWay(lease)) return null;
  if (payload.signal !== undefined) return takeSignal(graph, config, payload.signal);
  if (payload.resume) return stillToResume(saver, lease.run.thread_id, payload.resume);
  return payload.command ? commandOf(payload.command as never) : (payload.input ?? null);
}

interface Loaded {
  readonly graph: CompiledGraph;
  readonly config: RunnableConfig;
}

/** An earlier start may have taken an answer as far as its node's writes, and ended before the checkpoint: LangGraph refuses it a second time. */
async function stillToResume(
  saver: Services["saver"],
  thread: string,
  answers: Readonly<Record<string, unknown>>,
): Promise<Command | null> {
  const tuple = await saver.getTuple({ configurable: { thread_id: thread } });
  const taken = new Set(takenQuestions(tuple?.pendingWrites).map(({ id }) => id));
  const left = Object.entries(answers).filter(([id]) => !taken.has(id));
  return left.length === 0 ? null : new Command({ resume: Object.fromEntries(left) });
}

function configOf({ lease }: ActiveRun): RunnableConfig {
  const { run, epoch } = lease;
  const { configurable = {}, recursion_limit, tags, metadata } = (run.kwargs as RunKwargs).config ?? {};
  const { checkpoint_id, checkpoint_ns, checkpoint_map, ...rest } = configurable;
  const fork = isUnderWay(lease) || checkpoint_id === undefined ? {} : { checkpoint_id, checkpoint_ns, checkpoint_map };
  return {
    configurable: {
      ...rest,
      ...fork,
      ...{ thread_id: run.thread_id, run_id: run.id, graph_id: run.graph_id, assistant_id: run.assistant_id },
      epoch,
      ...(lease.tenant && { tenant: lease.tenant }),
      // the id of one question never answers another
      __pregel_strict_resume: true,
    },
    runId: run.id,
    metadata: { ...metadata, run_attempt: run.starts },
    ...(tags && { tags }),
    ...(recursion_limit !== undefined && { recursionLimit: recursion_limit }),
  };
}

/** The signal becomes state of the entry vertex, in a checkpoint of its own; from there the graph goes on by itself. */
async function takeSignal(graph: CompiledGraph, config: RunnableConfig, signal: string): Promise<null> {
  const declaration = declarationOf(graph);
  if (!declaration) throw new SignalboxError("UNKNOWN_SIGNAL", `A LangGraph without a declaration has no signal "${signal}"`, { signal });
  const { values, asNode } = signalUpdate(normalise(declaration.graph, declaration.registry, declaration.params), signal);
  await graph.updateState(config, values, asNode);
  return null;
}
