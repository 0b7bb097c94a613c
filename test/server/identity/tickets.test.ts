/** Tickets: one connection each, within a minute, with the right of whoever took it, and no longer than that right. */
import { once } from "node:events";
import { afterAll, beforeAll, expect, it } from "vitest";
import { WebSocket } from "ws";
import { SignalboxClient } from "../../../client/index.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { insertKey } from "../../../persistence/statements/keys/insert-key.ts";
import { revokeKey } from "../../../persistence/statements/keys/revoke-key.ts";
import type { Principal } from "../../../runtime/identity/caller.ts";
import { newApiKey } from "../../../runtime/keys/api-key.ts";
import { publish } from "../../../runtime/pubsub/publish.ts";
import { withTickets } from "../../../server/identity/ticket-identity.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { graph as raw } from "../raw/graph.ts";
import { jsonOf, type Served, serveOn } from "../serve-graphs.ts";

describeOnBoth("tickets", (open) => {
  let database: Database;
  let served: Served;
  let client: SignalboxClient;
  let key: string;
  const keyFor = async (principal: string, scopes: string[]): Promise<string> => {
    const { id, key, hash } = newApiKey();
    await insertKey(database.sql, { id, hash, principal, tenant: "default", kind: "person", roles: [], scopes, expires_at: null });
    return key;
  };
  beforeAll(async () => {
    database = await open();
    key = await keyFor("ann", ["threads:read", "threads:write", "runs:write"]);
    served = await serveOn(database, { raw });
    client = new SignalboxClient({ apiUrl: served.url, apiKey: key });
  });
  afterAll(() => served.close());

  const ended = async () => {
    const { thread_id } = await client.threads.create();
    const { run_id } = await client.runs.create(thread_id, "raw", { input: { what: "greet" } });
    await client.runs.join(thread_id, run_id);
    return { thread_id, path: `/threads/${thread_id}/runs/${run_id}/stream` };
  };
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(served.url + path, { headers });
    return [response.status, await response.text()] as const;
  };
  const socketAt = (at: string) => new WebSocket(served.url.replace("http", "ws") + at).on("error", () => {});
  const closeOf = (socket: WebSocket): Promise<number> => new Promise((resolve) => socket.once("close", resolve));

  it("open one stream, once, and no other route", async () => {
    const { thread_id, path } = await ended();
    const { ticket, expires_at } = await client.ticket();
    expect(new Date(expires_at).getTime() - Date.now()).toBeLessThanOrEqual(61_000);
    expect((await get(`/threads/${thread_id}?ticket=${ticket}`))[0]).toBe(401);
    expect((await get(`${path}?ticket=${ticket}`, { "x-api-key": key }))[0]).toBe(400);
    const [status, text] = await get(`${path}?ticket=${ticket}`);
    expect([status, text]).toEqual([200, expect.stringContaining("event: values")]);
    expect((await get(`${path}?ticket=${ticket}`))[0]).toBe(401);
    expect((await get(`${path}?ticket=${key}`))[0]).toBe(400);
    expect((await get(`${path}?api_key=${key}`))[0]).toBe(400);
    const rows = await database.sql.query("select encode(hash, 'hex') as hash, principal from signalbox.tickets");
    expect(JSON.stringify(rows)).not.toContain(ticket.slice(4));
  });

  it("are over after a minute, and need the scope of what they open", async () => {
    const { path } = await ended();
    const { ticket } = await client.ticket();
    await database.sql.query("update signalbox.tickets set expires_at = clock_timestamp()");
    expect((await get(`${path}?ticket=${ticket}`))[0]).toBe(401);
    const poor = await keyFor("poor", ["runs:write"]);
    const refused = await fetch(`${served.url}/tickets`, { method: "POST", headers: { "x-api-key": poor } });
    expect([refused.status, (await jsonOf(refused)).code]).toEqual([403, "FORBIDDEN"]);
    expect((await fetch(`${served.url}/tickets`, { method: "POST" })).status).toBe(401);
  });

  it("open a WebSocket, which ends with the key, and are worth nothing once it is revoked", async () => {
    const eve = await keyFor("eve", ["threads:read", "threads:write"]);
    const hers = new SignalboxClient({ apiUrl: served.url, apiKey: eve });
    const { thread_id } = await hers.threads.create();
    const [one, other] = [await hers.ticket(), await hers.ticket()];
    const at = `/threads/${thread_id}/stream/events`;
    const socket = socketAt(`${at}?ticket=${one.ticket}`);
    const closed = closeOf(socket);
    await once(socket, "open");
    await revokeKey(database.sql, eve.slice(4, 16));
    await publish(database.sql, { kind: "key", key: eve.slice(4, 16) });
    expect(await closed).toBe(4_401);
    expect(await closeOf(socketAt(`${at}?ticket=${other.ticket}`))).toBe(4_401);
  });
});

it("stay a quarter of an hour where the credential cannot be asked for again, and show nothing that nobody has proved", async () => {
  let nowMs = 0;
  let principal: Principal = { id: "ann", kind: "person", tenant: "default", roles: [], scopes: [], via: "host" };
  const tickets = { issue: async () => ({ ticket: "", expires_at: "" }), redeem: async () => principal };
  const asked = { ...principal, id: "asked" };
  const identity = withTickets({ principalOf: async () => asked }, tickets, () => nowMs);
  const request = () => ({ method: "GET", url: "/runs/r/stream?ticket=sbt_x", headers: {} }) as never;
  const opened = request();
  expect(await identity.principalOf(opened)).toMatchObject({ id: "ann" });
  nowMs = 899_000;
  expect(await identity.principalOf(opened)).toMatchObject({ id: "ann" });
  nowMs = 900_000;
  await expect(identity.principalOf(opened)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  principal = { ...principal, kind: "local" };
  expect(await identity.principalOf(request())).toMatchObject({ id: "asked" });
});
