/** Reads where a thread stands after a run: its values, its path, and the questions that it waits with. */

import type { CheckpointTuple } from "@langchain/langgraph-checkpoint";
import type { CompiledGraph } from "../../compile/compile-graph.ts";
import { type AskingCode, askingCode, hasRawParts } from "../../compile/hand-built/asking-code.ts";
import { openQuestions } from "../../compile/open-questions.ts";
import { declarationOf } from "../../language/registry/declaration.ts";
import type { Path } from "../../language/terms/step.ts";
import { isAwaitsChildren } from "../../nodes/composite/own-threads.ts";
import { isQuestionPayload } from "../../nodes/interrupt/question-payload.ts";
import { type AwaitsTime, isAwaitsTime } from "../../nodes/sleep.ts";
import { KEPT } from "../../persistence/checkpointer/alongside.ts";
import type { FencedSaver } from "../../persistence/checkpointer/saver.ts";
import { isUnavailable } from "../../persistence/connection/unavailable.ts";
import type { ChildWait } from "../../persistence/statements/children/await-children.ts";
import type { DueTime } from "../../persistence/statements/interrupts/open-interrupt.ts";
import type { NewNotice } from "../../persistence/statements/notices.ts";
import type { StoppedValues } from "../limits/long-lists.ts";
import { pathIn } from "../protocol/path-in.ts";
import { plainJson, withoutInternal } from "../protocol/plain-json.ts";
import { hashesOf, type QuestionHashes } from "./question-hashes.ts";

export interface StoppedQuestion extends QuestionHashes {
  readonly id: string;
  readonly task: string;
  readonly node: string | null;
  readonly payload: unknown;
  /** JSON Schema of the resume value, where the code has given one. */
  readonly responseSchema: unknown;
  /** When the deadline's edge is taken, or the sleep is over; null: never. */
  readonly due: DueTime | null;
  /** Reminders and assignments on the way there. */
  readonly notices: readonly NewNotice[];
  readonly askedBy: AskingCode | undefined;
}

export interface Stopped extends StoppedValues {
  /** Null for a raw LangGraph. */
  readonly path: Path | null;
  readonly questions: readonly StoppedQuestion[];
  /** The times that it waits for. No person is asked. */
  readonly sleeps: readonly StoppedQuestion[];
  /** With which questions it waits for child threads: no person is asked these. */
  readonly waits: readonly ChildWait[];
  /** Something is left to do: a breakpoint, a cancelled or a failed node. */
  readonly unfinished: boolean;
}

/** `last`: the thread's last checkpoint, where it is known. */
export async function readStop(
  graph: CompiledGraph,
  saver: FencedSaver,
  { threadId, last }: { readonly threadId: string; readonly last?: CheckpointTuple | undefined },
): Promise<Stopped> {
  const config = { configurable: { thread_id: threadId, ...(last && { [KEPT]: last }) } };
  const tuple = await saver.getTuple(config);
  if (!tuple) return { values: null, path: null, questions: [], sleeps: [], waits: [], unfinished: false };
  const snapshot = await readable(() => graph.getState(config, { subgraphs: hasRawParts(graph) }));
  const nodes = new Map(snapshot?.tasks.map(({ id, name }) => [id, name]));
  const open = openQuestions(tuple.pendingWrites);
  const waits = open.flatMap(({ id, value }) => (isAwaitsChildren(value) ? [{ interruptId: id, task: value.task }] : []));
  const asked = open.filter(({ value }) => !isAwaitsChildren(value));
  const values = snapshot ? plainJson(withoutInternal(snapshot.values)) : null;
  const own = declarationOf(graph)?.graph.id;
  const stopped = asked.map(({ id, task, value, responseSchema }) => ({
    id,
    task,
    node: nodes.get(task) ?? null,
    payload: plainJson(value),
    responseSchema,
    due: isAwaitsTime(value) ? dueOf(value) : finalDeadline(value),
    notices: noticesOf(value),
    askedBy: snapshot && askingCode(graph, snapshot, id),
    ...hashesOf(plainJson(value), isQuestionPayload(value) && value.graph === own ? values : null),
  }));
  return {
    values,
    path: pathIn(tuple) ?? null,
    questions: stopped.filter(({ payload }) => !isAwaitsTime(payload)),
    sleeps: stopped.filter(({ payload }) => isAwaitsTime(payload)),
    waits,
    stored: storedIn(tuple),
    unfinished: (snapshot?.next.length ?? 0) > 0,
  };
}

/** A task that has ended before others has written what no checkpoint has yet. */
function storedIn({ checkpoint, pendingWrites = [] }: CheckpointTuple): NonNullable<Stopped["stored"]> {
  const written = new Set(pendingWrites.map(([, channel]) => channel));
  return { checkpoint: checkpoint.id, channels: Object.keys(checkpoint.channel_values).filter((channel) => !written.has(channel)) };
}

/** LangGraph cannot read a state whose pending writes a reducer refuses. The run failed for that reason, and must still end. */
async function readable<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isUnavailable(error)) throw error;
    return undefined;
  }
}

const dueOf = (time: AwaitsTime): DueTime => ("until" in time ? { at: time.until } : { afterMs: time.forMs });

function finalDeadline(value: unknown): DueTime | null {
  const final = isQuestionPayload(value) ? value.deadlines.find((deadline) => "next" in deadline) : undefined;
  if (!final || "everyMs" in final) return null;
  return "at" in final ? { at: final.at } : { afterMs: final.afterMs };
}

function noticesOf(value: unknown): NewNotice[] {
  if (!isQuestionPayload(value)) return [];
  return value.deadlines.flatMap((deadline, deadlineIndex): NewNotice[] => {
    if ("everyMs" in deadline) {
      const { everyMs, remind: role } = deadline;
      return [{ deadlineIndex, kind: "remind", role, due: { afterMs: everyMs }, everyMs }];
    }
    const due = "at" in deadline ? { at: deadline.at } : { afterMs: deadline.afterMs };
    if ("remind" in deadline) return [{ deadlineIndex, kind: "remind", role: deadline.remind, due }];
    return "assign" in deadline ? [{ deadlineIndex, kind: "assign", role: deadline.assign, due }] : [];
  });
}
