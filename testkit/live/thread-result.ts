/** The result of a thread, read from the server: its path as lines, its state, its child threads. */

import { z } from "zod";
import { innerName, itemName } from "../../language/terms/visit-name.ts";
import { isToolApproval } from "../../nodes/agent/approval/tool-approval.ts";
import { isAwaitsChildren } from "../../nodes/composite/own-threads.ts";
import { isQuestionPayload } from "../../nodes/interrupt/question-payload.ts";
import { withoutOpenQuestions } from "../../nodes/interrupt/said-while-open.ts";
import type { Interrupt } from "../../runtime/protocol/interrupt.ts";
import type { PathResult } from "../memory/path-result.ts";
import type { Note } from "../text/deadline-note.ts";
import type { PathTurn } from "../text/path-lines.ts";
import { pathLines } from "../text/path-lines.ts";
import type { Api, ChildThread } from "./api.ts";

/** Which effects took place is known to the server's database alone. */
export type ServedResult = Omit<PathResult, "thread" | "effects" | "streamed" | "children"> & {
  /** Its id. */
  readonly thread: string;
  readonly children: readonly ServedResult[];
};

/** What the thread's own routes do not return. */
export interface Known {
  readonly turns: readonly PathTurn[];
  /** The open questions of the thread and its children, with the problem of an answer that was not taken. */
  readonly open: readonly Interrupt[];
  readonly notesOf: (thread: string) => readonly Note[];
}

export async function threadResult(api: Api, thread: string, { turns, open, notesOf }: Known): Promise<ServedResult> {
  const { values } = await api.client.threads.getState<Record<string, unknown>>(thread);
  const started = await api.childrenOf(thread);
  const children = await Promise.all(started.map((child) => childResult(api, child.thread_id, { open, notesOf })));
  const question = open.find(({ thread_id }) => thread_id === thread);
  const own = question?.value;
  const asks = isQuestionPayload(own) ? own : undefined;
  const approves = isToolApproval(own) ? own : undefined;
  const isByCode = question !== undefined && !asks && !approves;
  const waitsAt =
    asks?.node ?? approves?.node ?? (isByCode ? question.node : undefined) ?? (await waitingChild(api, thread, { started, children }));
  const error = await failureOf(api, thread);
  const steps = turns.flatMap((turn) => turn.steps);
  return {
    thread,
    path: pathLines(turns, { waitsAt, error }),
    details: [],
    steps,
    // in memory nobody reads the conversation while a question is open
    state: withoutOpenQuestions(
      values,
      open.filter(({ thread_id }) => thread_id === thread),
    ),
    ...(waitsAt !== undefined && { waitsAt }),
    ...(asks && { asks }),
    ...(approves && { approves }),
    ...(isByCode && { interrupted: own }),
    ...(error && { error }),
    children,
    tokens: steps.reduce((sum, step) => sum + (step.tokens ?? 0), 0),
  };
}

/** A child has one turn. */
async function childResult(api: Api, thread: string, known: Omit<Known, "turns">): Promise<ServedResult> {
  return threadResult(api, thread, { ...known, turns: [{ steps: await api.path(thread), notes: known.notesOf(thread) }] });
}

interface Family {
  readonly started: readonly ChildThread[];
  readonly children: readonly ServedResult[];
}

/** `all[2]/approval`: the node, the item's index, and where its thread waits. */
async function waitingChild(api: Api, thread: string, { started, children }: Family): Promise<string | undefined> {
  if (children.every(({ waitsAt }) => waitsAt === undefined)) return undefined;
  const { tasks } = await api.client.threads.getState(thread);
  const visit = tasks.flatMap((task) => task.interrupts.map(({ value }) => value)).find(isAwaitsChildren);
  const isWaiting = ({ metadata }: ChildThread, index: number) =>
    metadata.parent_task_id === visit?.task && children[index]?.waitsAt !== undefined;
  const index = started.findIndex(isWaiting);
  const item = started[index]?.metadata.item;
  const inner = children[index]?.waitsAt;
  return !visit || item === undefined || inner === undefined ? undefined : innerName(itemName(visit.node, item), inner);
}

/** The error that ended the last run, by the code under which the server keeps it. */
class RunFailed extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "RunFailed";
    this.code = code;
  }
}

async function failureOf(api: Api, thread: string): Promise<Error | undefined> {
  const { status } = await api.client.threads.get(thread);
  const run = status === "error" ? await api.lastRun(thread) : undefined;
  if (!run) return undefined;
  const { __error__: outer } = Failed.parse(await api.client.runs.join(thread, run.run_id));
  const { error, message } = innerFailure(outer);
  return new RunFailed(error, message);
}

const Failure = z.object({ error: z.string(), message: z.string() });
const Failed = z.object({ __error__: Failure });

/** In the protocol, a run's failure is JSON text inside the message. */
function innerFailure(outer: z.infer<typeof Failure>): z.infer<typeof Failure> {
  try {
    return Failure.parse(JSON.parse(outer.message));
  } catch {
    return outer;
  }
}
