/** What processes send each other through NOTIFY, after a commit. Every message may be lost: each has a poll or a second look behind it. */
import type { Logger, Sql } from "../../language/registry/context.ts";
import type { Tx } from "../../persistence/connection/database.ts";
import { notify } from "../../persistence/statements/notify.ts";
import type { Claim } from "./claim.ts";

export const CHANNEL = "signalbox";

/**
 * wake: the queue has a job; due: a question with a deadline was opened; turn: a model can be called; cancel, drain and done: of this run;
 * key: this API key was made or revoked; events: runs on these threads have emitted some; watch: this process reads what runs on these threads emit.
 */
export type ProcessMessage =
  | { readonly kind: "wake" }
  | { readonly kind: "due" }
  | { readonly kind: "turn" }
  | { readonly kind: "cancel" | "drain" | "done"; readonly run: string }
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "events"; readonly threads: readonly string[] }
  | { readonly kind: "watch"; readonly process: string; readonly threads: readonly string[] };

/** NOTIFY takes 7,999 bytes: so many ids. */
const IDS_A_MESSAGE = 200;

export async function publish(sql: Sql, ...messages: ProcessMessage[]): Promise<void> {
  const payloads = messages.flatMap(payloadsOf);
  if (payloads.length > 0) await notify(sql, CHANNEL, [...new Set(payloads)]);
}

function payloadsOf(message: ProcessMessage): string[] {
  if ("run" in message) return [`${message.kind}:${message.run}`];
  if ("key" in message) return [`${message.kind}:${message.key}`];
  if (!("threads" in message)) return [message.kind];
  const about = message.kind === "watch" ? `watch:${message.process}` : message.kind;
  const count = Math.ceil(message.threads.length / IDS_A_MESSAGE);
  return Array.from({ length: count }, (_, i) => `${about}:${message.threads.slice(i * IDS_A_MESSAGE, (i + 1) * IDS_A_MESSAGE).join(",")}`);
}

/** What a transaction gives, and what others must hear once it has committed. */
export interface Published<T> {
  readonly result: T;
  readonly messages: readonly ProcessMessage[];
}

/** The engine's database, or one tenant's. */
interface Transacting<AnyTx extends Tx> {
  readonly sql: Sql;
  transaction<T>(work: (tx: AnyTx) => Promise<T>): Promise<T>;
}

/** NOTIFY inside a transaction that stores would make it hold a lock of the whole server until its commit is on disk. */
export async function commitAndPublish<T, AnyTx extends Tx>(
  { database, log, claim }: { readonly database: Transacting<AnyTx>; readonly log: Logger; readonly claim?: Claim<AnyTx> | undefined },
  work: (tx: AnyTx) => Promise<Published<T>>,
): Promise<T> {
  const { result, messages } = await database.transaction(async (tx) => {
    await claim?.take(tx);
    const published = await work(tx);
    await claim?.keep(tx, published.result);
    return published;
  });
  await publish(database.sql, ...messages).catch((error: Error) =>
    log.warn("a notification was not sent; its receivers poll", { reason: error.message }),
  );
  return result;
}

export function parseMessage(payload: string): ProcessMessage | undefined {
  const [kind, run = "", ids = ""] = payload.split(":");
  if (kind === "wake" || kind === "due" || kind === "turn") return { kind };
  if (kind === "events") return { kind, threads: run.split(",") };
  if (kind === "watch") return { kind, process: run, threads: ids.split(",") };
  if (kind === "key") return { kind, key: run };
  return kind === "cancel" || kind === "drain" || kind === "done" ? { kind, run } : undefined;
}
