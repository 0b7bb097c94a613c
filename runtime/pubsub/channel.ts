/** What processes tell each other through NOTIFY. Every message may be lost: each has a poll or a second look behind it. */
import type { Sql } from "../../language/registry/context.ts";
import { notify } from "../../persistence/statements/workers/notify.ts";

export const CHANNEL = "signalbox";

/** wake: the queue has a job; due: a question with a deadline was opened; turn: a model can be called; cancel, drain and done: of this run. */
export type Message =
  | { readonly kind: "wake" }
  | { readonly kind: "due" }
  | { readonly kind: "turn" }
  | { readonly kind: "cancel" | "drain" | "done"; readonly run: string };

export async function tell(sql: Sql, ...messages: Message[]): Promise<void> {
  await notify(
    sql,
    CHANNEL,
    messages.map((message) => ("run" in message ? `${message.kind}:${message.run}` : message.kind)),
  );
}

export function parseMessage(payload: string): Message | undefined {
  const [kind, run = ""] = payload.split(":");
  if (kind === "wake" || kind === "due" || kind === "turn") return { kind };
  return kind === "cancel" || kind === "drain" || kind === "done" ? { kind, run } : undefined;
}
