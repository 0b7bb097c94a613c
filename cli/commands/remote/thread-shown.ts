/** What a person wants to know of a thread: where it is, how it came there, what it waits for, what it cost. */

import type { SignalboxClient } from "../../../client/signalbox-client.ts";
import type { Path } from "../../../language/terms/step.ts";
import type { Interrupt } from "../../../runtime/protocol/interrupt.ts";
import type { ThreadUsage } from "../../../runtime/threads/thread-usage.ts";
import { type Io, printLine, styled } from "../../program/io.ts";
import { printQuestion } from "./inbox.ts";

export interface ThreadShown {
  readonly thread_id: string;
  readonly status: string;
  readonly graph_id: unknown;
  readonly values: unknown;
  /** Of the thread's last run, when the thread's status is error. */
  readonly error: unknown;
  /** Of the last turn. */
  readonly path: Path;
  readonly questions: readonly Interrupt[];
  readonly usage: Pick<ThreadUsage, "tokens" | "usd" | "unpriced_tokens">;
}

export async function threadShown(client: SignalboxClient, threadId: string): Promise<ThreadShown> {
  const thread = await client.threads.get(threadId);
  const [{ turns }, questions, { tokens, usd, unpriced_tokens }, state] = await Promise.all([
    client.path(threadId),
    client.inbox({ threadId, status: "pending", limit: 1_000 }),
    client.usage(threadId),
    thread.status === "error" ? client.threads.getState(threadId) : undefined,
  ]);
  return {
    ...{ thread_id: threadId, status: thread.status, graph_id: thread.metadata?.graph_id, values: thread.values },
    error: state?.tasks.find(({ error }) => error)?.error ?? null,
    ...{ path: turns.at(-1)?.path ?? [], questions: questions.toReversed(), usage: { tokens, usd, unpriced_tokens } },
  };
}

const STYLES = { idle: "green", busy: "cyan", interrupted: "yellow", error: "red" } as const;

export const statusShown = (status: string, { stdout }: Io): string =>
  Object.hasOwn(STYLES, status) ? styled(stdout, STYLES[status as keyof typeof STYLES], status) : status;

export function printThread({ thread_id: id, status, path, questions, values, error, usage }: ThreadShown, io: Io): void {
  const { stdout } = io;
  printLine(stdout, `${statusShown(status, io)}  thread ${id}`);
  for (const { node, label, target } of path) printLine(stdout, `  ${node} ${styled(stdout, "dim", `-${label}->`)} ${target}`);
  if (error !== null) printLine(stdout, `  ${styled(stdout, "red", "error")} ${text(error)}`);
  for (const question of questions) printQuestion(question, io);
  if (status === "idle" && values !== null) printLine(stdout, JSON.stringify(values, undefined, 2));
  if (usage.tokens > 0) printLine(stdout, styled(stdout, "dim", costOf(usage)));
}

const costOf = ({ tokens, usd }: ThreadShown["usage"]): string =>
  `${tokens.toLocaleString("en")} tokens${usd === null ? "" : `, $${usd.toFixed(4)}`}`;

const text = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
