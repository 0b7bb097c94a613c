/** What two tenants have on one database, and a server for them that executes nothing itself: its statements are those of requests alone. */
import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import express from "express";
import { WebSocket } from "ws";
import type { Database } from "../../../persistence/connection/database.ts";
import { secureTenants } from "../../../persistence/schema/secure-tenants.ts";
import { insertKey } from "../../../persistence/statements/keys/insert-key.ts";
import { securedTables } from "../../../persistence/tenancy/tenant-tables.ts";
import { localCaller } from "../../../runtime/identity/caller.ts";
import { newApiKey } from "../../../runtime/keys/api-key.ts";
import { createApp } from "../../../server/app.ts";
import { listen } from "../../../server/listen.ts";
import { scopes } from "../../../server/operations.ts";
import { deskOn } from "../../fixtures/desk.ts";
import { versions } from "../../server/serve.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { disableProtections, type Protection } from "../inject/disable-protections.ts";
import { interceptQueries } from "../inject/intercept-queries.ts";

/** What a new connection asks before its first use, and whether there are API keys, which is asked every ten seconds. */
const ofNoRequest = /pg_is_in_recovery|pg_walfile_name|pg_current_wal|timeline_id|signalbox\.api_keys/;

/** In whatever belongs to tenant a: nobody else may be shown it. */
export const CANARY = "canary-of-a";

export interface Locks {
  /** Row-level security. */
  readonly second: boolean;
  /** The first lock is off with the filters that it demands. */
  readonly without: readonly Protection[];
}

export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly statements: number;
}

export interface Ids {
  readonly thread_id: string;
  readonly run_id: string;
  readonly id: string;
  readonly checkpoint_id: string;
  readonly assistant_id: string;
  readonly cron_id: string;
  readonly webhook_id: string;
  /** Links are stored nowhere. */
  readonly link_id: string;
}

/** `operator`: of a tenant of their own, allowed to name others. */
export type Sender = "a" | "b" | "operator" | "nobody";

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  /** The header `Signalbox-Tenant`. */
  readonly named?: string;
}

export interface TwoTenants {
  send(sender: Sender, request: Request): Promise<Reply>;
  /** What a WebSocket on a thread is sent within a second, or the code with which it is closed. */
  socket(sender: Sender, threadId: string): Promise<string>;
  /** A thread of tenant a that waits with a question, with its run, its question, its checkpoint, and an assistant. */
  idsOfA(): Promise<Ids>;
  /** Of all that tenant a has: equal if nothing of it has changed. */
  rowsOfA(): Promise<string>;
  close(): Promise<void>;
}

export async function twoTenants({ second, without }: Locks): Promise<TwoTenants> {
  const { url } = await freshPostgres();
  const working = await opened({ url });
  if (second) await secureTenants(working);
  const worker = await deskOn(working);
  const database = await opened({ url, separatesTenants: second });
  disableProtections(database, without);
  /** Of the request under way; what the process does beside it belongs to none. */
  const request = new AsyncLocalStorage<{ statements: number }>();
  let last = { statements: 0 };
  interceptQueries(database.pool, {
    before(text) {
      const counted = request.getStore();
      if (counted && !ofNoRequest.test(text)) counted.statements += 1;
      return text;
    },
  });
  const server = await deskOn(database, { idle: true });
  const app = express();
  app.use((_request, _response, next) => {
    last = { statements: 0 };
    request.run(last, next);
  });
  app.use(createApp({ runtime: server.runtime, versions }));
  const { url: address, close } = await listen(app, 0);
  const a = worker.runtime.as(localCaller("test", "a"));
  const keys = { a: await keyOf(working, "a"), b: await keyOf(working, "b"), operator: await keyOf(working, "operator") };
  const credentialOf = (sender: Sender): Record<string, string> => (sender === "nobody" ? {} : { "x-api-key": keys[sender] });
  return {
    async send(sender, { method, path, body, named }) {
      const signal = AbortSignal.timeout(20_000);
      const whose = named !== undefined && { "signalbox-tenant": named };
      const headers = { ...credentialOf(sender), ...whose, "content-type": "application/json" };
      const answer = await fetch(address + path, { method, headers, signal, ...(body !== undefined && { body: JSON.stringify(body) }) });
      return { status: answer.status, text: await textOf(answer), statements: last.statements };
    },
    socket: (sender, threadId) => textOfSocket(`${address.replace("http", "ws")}/threads/${threadId}/stream/events`, credentialOf(sender)),
    async idsOfA() {
      const { thread_id } = await a.threads.create({ metadata: { canary: CANARY } });
      const { run_id } = await a.runs.create(thread_id, { assistant_id: "refund-desk", input: { message: CANARY }, by: CANARY });
      await a.runs.join(thread_id, run_id);
      const { items } = await a.interrupts.list({ thread_id, limit: 1, offset: 0 });
      const { checkpoint } = await a.threads.state(thread_id);
      const { assistant_id } = await a.assistants.create({ graph_id: "refund-desk", name: CANARY });
      const never = { schedule: "0 0 1 1 *", enabled: false, payload: { input: { message: CANARY } } };
      const { cron_id } = await a.crons.create(null, { assistant_id: "refund-desk", ...never });
      await working.sql.query(
        "insert into signalbox.store_items (tenant, namespace, key, value) values ('a', array['memories'], 'k', to_json($1::text)) on conflict do nothing",
        [CANARY],
      );
      const webhook_id = `msg_${run_id.replaceAll("-", "")}`;
      await working.sql.query(
        "insert into signalbox.webhooks (tenant, id, run_id, thread_id, url, body_type, body, status) values ('a', $1, $2, $3, $4, 'json', '{}', 'failed')",
        [webhook_id, run_id, thread_id, `https://example.com/${CANARY}`],
      );
      return {
        webhook_id,
        link_id: randomUUID(),
        thread_id,
        run_id,
        id: items[0]?.id ?? "",
        checkpoint_id: checkpoint?.checkpoint_id ?? "",
        assistant_id,
        cron_id,
      };
    },
    rowsOfA: () => rowsOf(working, "a"),
    async close() {
      await close(0);
      await server.runtime.stop();
      await worker.runtime.stop();
    },
  };
}

async function keyOf({ sql }: Database, tenant: Sender): Promise<string> {
  const { id, key, hash } = newApiKey();
  const all = scopes.filter((scope) => scope !== "tenants:*" || tenant === "operator");
  await insertKey(sql, { id, hash, principal: `of ${tenant}`, tenant, kind: "person", roles: ["lead"], scopes: all, expires_at: null });
  return key;
}

function textOfSocket(url: string, headers: Record<string, string>): Promise<string> {
  const socket = new WebSocket(url, { headers });
  let text = "";
  return new Promise((resolve) => {
    const end = (what: string) => {
      socket.terminate();
      resolve(what);
    };
    // what is refused is accepted and closed
    socket.on("close", (code) => end(`${code}${text}`));
    socket.on("error", ({ message }) => resolve(message));
    socket.on("open", () => {
      socket.send(JSON.stringify({ id: 1, method: "subscription.subscribe", params: { channels: ["values", "lifecycle", "input"] } }));
      socket.send(JSON.stringify({ id: 2, method: "state.get", params: {} }));
      setTimeout(() => end(text), 1_000);
    });
    socket.on("message", (data) => {
      text += String(data);
    });
  });
}

/** Of a stream without an end, what it sends at once. */
async function textOf(answer: Response): Promise<string> {
  if (!answer.headers.get("content-type")?.startsWith("text/event-stream")) return answer.text();
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const read = await Promise.race([reader?.read(), sleep(1_000)]);
    if (!read || read.done) break;
    text += read.value;
  }
  await reader?.cancel();
  return text;
}

async function rowsOf({ sql }: Database, tenant: string): Promise<string> {
  const hashes = securedTables.map(
    (table) =>
      `select '${table}' as name, md5(coalesce(string_agg(r::text, '' order by r::text), '')) as hash from signalbox.${table} r where tenant = $1`,
  );
  return JSON.stringify(await sql.query(hashes.join(" union all "), [tenant]));
}
