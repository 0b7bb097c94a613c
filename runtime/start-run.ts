/** Begins a run on a thread, or answers the question that the thread waits with. A waiting question is never forgotten. */

import type { Path } from "../compile/path.ts";
import { waitingNode } from "../compile/path.ts";
import { SignalboxError } from "../language/errors.ts";
import type { Tx } from "../persistence/database.ts";
import { beginOnThread } from "../persistence/statements/begin-on-thread.ts";
import type { InterruptRow } from "../persistence/statements/find-interrupt.ts";
import { findLastDecidedInterrupt } from "../persistence/statements/find-last-decided-interrupt.ts";
import { findOpenInterrupts } from "../persistence/statements/find-open-interrupts.ts";
import type { RunRow } from "../persistence/statements/find-run.ts";
import { findThread, type ThreadRow } from "../persistence/statements/find-thread.ts";
import { findUnfinishedRun } from "../persistence/statements/find-unfinished-run.ts";
import { insertRun } from "../persistence/statements/insert-run.ts";
import { insertThread } from "../persistence/statements/insert-thread.ts";
import { lockThread } from "../persistence/statements/lock-thread.ts";
import type { Assistant } from "./assistant.ts";
import { tell } from "./channel.ts";
import { checkDecision, decisionOfMessage } from "./check-decision.ts";
import { checkInput } from "./check-input.ts";
import { type Decision, decide } from "./decide.ts";
import { alreadyDecided, threadBusy, threadNotFound, threadWaits } from "./refusals.ts";
import type { RunConfig } from "./run-kwargs.ts";
import { kwargsOf, type RunRequest } from "./run-request.ts";
import type { Services } from "./services.ts";

interface Start {
  /** Null: the run brings a temporary thread. */
  readonly threadId: string | null;
  readonly request: RunRequest;
  readonly assistant: Assistant;
}

export async function startRun(services: Services, start: Start): Promise<RunRow> {
  const thread = start.threadId === null ? undefined : await findThread(services.database.sql, start.threadId);
  if (thread) {
    const decisions = await answersIn(services, thread, start.request);
    if (decisions) return decide(services, decisions, optionsOf(thread, start.request));
  }
  return beginRun(services, start, thread);
}

function optionsOf(thread: ThreadRow, request: RunRequest) {
  const { metadata = {}, multitask_strategy: multitaskStrategy = "reject" } = request;
  return { kwargs: kwargsOf(request, thread.config as RunConfig), metadata, multitaskStrategy };
}

/** The request as checked decisions, when it is one: by `command.resume`, or as the requester's message. */
async function answersIn(services: Services, thread: ThreadRow, request: RunRequest): Promise<[Decision, ...Decision[]] | undefined> {
  const open = await findOpenInterrupts(services.database.sql, thread.id);
  const resume = request.command?.resume;
  const graphId = thread.graph_id ?? "";
  if (resume !== undefined) return resumeIn(services, open, { thread, resume });
  if (open.length === 0) return undefined;
  const decision = request.command ? undefined : decisionOfMessage(services, open, { graphId, input: request.input });
  if (!decision) throw threadWaits(thread.id, open);
  return [decision];
}

/** A bare value answers the only open question; several are answered by their ids. */
async function resumeIn(
  services: Services,
  open: readonly InterruptRow[],
  { thread, resume }: { thread: ThreadRow; resume: unknown },
): Promise<[Decision, ...Decision[]]> {
  const given = { graphId: thread.graph_id ?? "", by: "command" };
  const byId = answersById(resume);
  const answers = byId ?? (open.length === 1 ? [[open[0]?.id, resume] as const] : []);
  const decisions = answers.map(([id, answer]) => {
    const interrupt = open.find((row) => row.id === id);
    return interrupt && checkDecision(services, interrupt, { ...given, answer });
  });
  const [first, ...others] = decisions;
  if (first && others.every((decision) => decision !== undefined)) return [first, ...(others as Decision[])];
  throw await nothingToResume(services, thread, open);
}

/** LangGraph's own form: every key is an interrupt's id. */
function answersById(resume: unknown): [string, unknown][] | undefined {
  if (typeof resume !== "object" || resume === null || Array.isArray(resume)) return undefined;
  const entries = Object.entries(resume);
  return entries.length > 0 && entries.every(([id]) => /^[0-9a-f]{32}$/.test(id)) ? entries : undefined;
}

async function nothingToResume({ database }: Services, thread: ThreadRow, open: readonly InterruptRow[]): Promise<SignalboxError> {
  if (open.length > 0) {
    const ids = open.map(({ id }) => id);
    return new SignalboxError(
      "INVALID_DECISION",
      `Thread ${thread.id} waits with ${ids.length} questions: resume by id, {"${ids[0]}": …}. Open: ${ids.join(", ")}.`,
      { thread: thread.id, interrupts: ids },
    );
  }
  const last = await findLastDecidedInterrupt(database.sql, thread.id);
  return last
    ? alreadyDecided(last)
    : new SignalboxError("INVALID_INPUT", `Thread ${thread.id} does not wait for an answer: there is nothing to resume.`, {
        thread: thread.id,
      });
}

async function beginRun(services: Services, start: Start, known: ThreadRow | undefined): Promise<RunRow> {
  const { request, assistant } = start;
  await checkInput(services.graphs, assistant.graph_id, request);
  const definitionHash = await definitionFor(services, assistant.graph_id, known);
  const runId = services.newId();
  return services.database.transaction(async (tx) => {
    const thread = await threadFor(tx, services, start);
    const unfinished = await findUnfinishedRun(tx, thread.id);
    if (unfinished) throw threadBusy(thread.id, unfinished);
    const open = await findOpenInterrupts(tx, thread.id);
    if (open.length > 0) throw threadWaits(thread.id, open);
    const { graph_id: graphId, assistant_id: assistantId } = assistant;
    const kwargs = kwargsOf(request, thread.config as RunConfig);
    const metadata = { ...assistant.metadata, ...thread.metadata, ...request.metadata };
    const job = await services.queue.send(tx, { id: runId, thread: thread.id });
    const run = await insertRun(tx, {
      ...{ id: runId, threadId: thread.id, graphId, assistantId, job, kind: "input", kwargs, metadata },
      payload: { input: request.input, command: request.command },
      multitaskStrategy: request.multitask_strategy ?? "reject",
    });
    await beginOnThread(tx, {
      ...{ threadId: thread.id, graphId, assistantId, definitionHash },
      metadata: { graph_id: graphId, assistant_id: assistantId, ...(known ? {} : request.metadata) },
      config: configToKeep(request),
    });
    await tell(tx, { kind: "wake" });
    return run;
  });
}

/** A turn that stopped with `wait` goes on under its own definition; a new turn begins under today's. */
async function definitionFor({ graphs }: Services, graphId: string, thread: ThreadRow | undefined): Promise<string | null> {
  const today = graphs.declared(graphId)?.definition.hash ?? null;
  const isWaiting = thread?.graph_id === graphId && waitingNode((thread.last_path ?? []) as Path) !== undefined;
  if (!isWaiting || !thread.definition_hash) return today;
  await graphs.compiled(graphId, thread.definition_hash);
  return thread.definition_hash;
}

async function threadFor(tx: Tx, services: Services, { threadId, request }: Start) {
  if (threadId !== null) {
    const thread = await lockThread(tx, threadId);
    if (thread) return thread;
    if (request.if_not_exists !== "create") throw threadNotFound(threadId);
  }
  const isTemporary = threadId === null && (request.on_completion ?? "delete") === "delete";
  const created = await insertThread(tx, { id: threadId ?? services.newId(), metadata: {}, temporary: isTemporary });
  return created ?? (await lockThread(tx, threadId as string)) ?? Promise.reject(threadNotFound(threadId as string));
}

/** A checkpoint to begin from is for one run only. */
function configToKeep({ config = {} }: RunRequest): RunConfig {
  const { checkpoint_id: _, checkpoint_ns: __, checkpoint_map: ___, ...configurable } = config.configurable ?? {};
  return { ...config, configurable };
}
