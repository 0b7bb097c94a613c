/** What stays open ends when its caller may no longer have it: streams, requests that wait and WebSockets, by a revoked key and by a changed session. */
import type { IncomingMessage } from "node:http";
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from "vitest";
import { WebSocket } from "ws";
import type { Database } from "../../../persistence/connection/database.ts";
import { insertKey } from "../../../persistence/statements/keys/insert-key.ts";
import { revokeKey } from "../../../persistence/statements/keys/revoke-key.ts";
import { newApiKey } from "../../../runtime/keys/api-key.ts";
import { publish } from "../../../runtime/pubsub/publish.ts";
import { askedAgain } from "../../../server/identity/auth-object/asked-again.ts";
import { describeOnBoth, freshPglite, opened } from "../../support/databases.ts";
import { graph as raw } from "../raw/graph.ts";
import { jsonOf, type Served, serveOn } from "../serve-graphs.ts";

/** What is open for one credential, on a thread whose run comes in an hour. */
async function openAll(url: string, headers: Record<string, string>) {
  const post = (path: string, body: object) => fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) });
  const { thread_id } = await jsonOf(post("/threads", {}));
  const run = await jsonOf(post(`/threads/${thread_id}/runs`, { assistant_id: "raw", input: { what: "greet" }, after_seconds: 3_600 }));
  const stream = await fetch(`${url}/threads/${thread_id}/runs/${run.run_id}/stream`, { headers });
  const join = await fetch(`${url}/threads/${thread_id}/runs/${run.run_id}/join`, { headers });
  const events = await post(`/threads/${thread_id}/stream/events`, { channels: ["values"] });
  const socket = new WebSocket(`${url.replace("http", "ws")}/threads/${thread_id}/stream/events`, { headers });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  const closed = new Promise<number>((resolve) => socket.once("close", resolve));
  expect([stream.status, join.status, events.status]).toEqual([200, 200, 200]);
  return { stream: stream.text(), join: join.text(), events: events.text(), closed };
}

type Open = Awaited<ReturnType<typeof openAll>>;

async function expectEnded({ stream, join, events, closed }: Open): Promise<void> {
  expect(await stream).toContain('event: error\ndata: {"error":"UNAUTHENTICATED"');
  expect(await events).toContain('event: error\ndata: {"error":"UNAUTHENTICATED"');
  expect(JSON.parse(await join)).toMatchObject({ __error__: { error: "UNAUTHENTICATED" } });
  expect(await closed).toBe(4_401);
}

describeOnBoth("a revoked key", (open) => {
  let database: Database;
  let served: Served;
  const keyFor = async (principal: string): Promise<string> => {
    const { id, key, hash } = newApiKey();
    const rights = { kind: "person", roles: [], scopes: ["threads:read", "threads:write", "runs:write"], expires_at: null } as const;
    await insertKey(database.sql, { id, hash, principal, tenant: "default", ...rights, roles: [], scopes: [...rights.scopes] });
    return key;
  };
  beforeAll(async () => {
    database = await open();
    served = await serveOn(database, { raw });
  });
  afterAll(() => served.close());

  it("ends all that is open with it, at once, and nothing else", async () => {
    const [ann, bob] = [await keyFor("ann"), await keyFor("bob")];
    const [revoked, other] = [await openAll(served.url, { "x-api-key": ann }), await openAll(served.url, { "x-api-key": bob })];
    const ended = vi.fn();
    for (const still of [other.stream, other.events, other.join, other.closed]) void Promise.resolve(still).then(ended, ended);
    const id = ann.slice(4, 16);
    await revokeKey(database.sql, id);
    // as `signalbox keys revoke` does
    await publish(database.sql, { kind: "key", key: id });
    await expectEnded(revoked);
    expect((await fetch(`${served.url}/threads/search`, { method: "POST", headers: { "x-api-key": ann } })).status).toBe(401);
    expect(ended).not.toHaveBeenCalled();
  });
});

it("ends what is open for a session within a minute of its end", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  let scopes = ["threads:read", "threads:write", "runs:write"] as const as readonly ("threads:read" | "threads:write" | "runs:write")[];
  const identify = ({ headers }: IncomingMessage) => (headers.cookie === "ann" ? { id: "ann", scopes } : null);
  const served = await serveOn(await opened(await freshPglite()), { raw }, { app: { identify } });
  onTestFinished(() => served.close());
  const open = await openAll(served.url, { cookie: "ann" });
  scopes = ["threads:read"];
  await vi.advanceTimersByTimeAsync(60_000);
  await expectEnded(open);
});

it("asks an Auth object's handlers again before an event that comes a minute later", async () => {
  let nowMs = 0;
  const asks: number[] = [];
  async function* events() {
    for (const at of [0, 59_000, 60_000, 61_000, 130_000, 200_000]) {
      nowMs = at;
      yield at;
    }
  }
  const ask = async () => {
    asks.push(nowMs);
    if (nowMs > 150_000) throw new Error("no longer");
  };
  const seen: number[] = [];
  const reading = async () => {
    for await (const event of askedAgain(events(), ask, () => nowMs)) seen.push(event);
  };
  await expect(reading()).rejects.toThrow("no longer");
  expect([seen, asks]).toEqual([
    [0, 59_000, 60_000, 61_000, 130_000],
    [60_000, 130_000, 200_000],
  ]);
});
