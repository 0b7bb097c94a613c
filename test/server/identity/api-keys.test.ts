/** API keys over HTTP: off until there is one, then every request needs one; what a key says of its holder is what counts. */
import { pino } from "pino";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../../persistence/connection/database.ts";
import { insertKey, type KeyToInsert } from "../../../persistence/statements/keys/insert-key.ts";
import { revokeKey } from "../../../persistence/statements/keys/revoke-key.ts";
import { newApiKey } from "../../../runtime/keys/api-key.ts";
import { apiKeysOf } from "../../../runtime/keys/api-keys.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { until } from "../../support/until.ts";
import { graph as raw } from "../raw/graph.ts";
import { jsonOf, type Served, serveOn } from "../serve-graphs.ts";

describeOnBoth("API keys", (open) => {
  let database: Database;
  let served: Served;
  const lines: string[] = [];
  const keys: Record<string, string> = {};
  const create = async (principal: string, more: Partial<KeyToInsert> = {}): Promise<string> => {
    const { id, key, hash } = newApiKey();
    const scopes = ["threads:read", "threads:write", "runs:write", "decisions:write"];
    await insertKey(database.sql, { id, hash, principal, tenant: "default", kind: "person", roles: [], scopes, expires_at: null, ...more });
    return key;
  };
  const call = (key: string | undefined, method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
    fetch(`${served.url}${path}`, {
      method,
      headers: { ...(key && { "x-api-key": key }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });

  beforeAll(async () => {
    database = await open();
    keys.ann = await create("ann");
    keys.bob = await create("bob", { tenant: "other" });
    keys.reader = await create("rex", { scopes: ["threads:read"] });
    keys.over = await create("old", { expires_at: new Date(Date.now() - 1_000) });
    served = await serveOn(database, { raw }, { app: { logger: pino({}, { write: (line: string) => lines.push(line) }) } });
  });
  afterAll(() => served.close());

  it("asks every request for a key, except for health and version", async () => {
    const { ann = "" } = keys;
    const wrong = `${ann.slice(0, -1)}${ann.endsWith("A") ? "B" : "A"}`;
    for (const key of [undefined, wrong, "sbk_000000000000_x", keys.over]) {
      const answer = await call(key, "POST", "/threads/search", {});
      expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
    }
    expect((await call(undefined, "GET", "/ok")).status).toBe(200);
    expect((await call(ann, "POST", "/threads/search", {})).status).toBe(200);
    expect((await call(undefined, "POST", "/threads/search", {}, { authorization: `Bearer ${ann}` })).status).toBe(200);
    expect((await call("lsv2_pt_x", "POST", "/threads/search", {}, { authorization: `Bearer ${ann}` })).status).toBe(200);
    expect((await call("lsv2_pt_x", "POST", "/threads/search", {})).status).toBe(401);
    expect((await call(ann, "POST", "/threads/search", {}, { authorization: `Bearer ${ann}` })).status).toBe(400);
    expect((await call(ann, "POST", "/threads/search", {}, { authorization: "Basic YW5uOng=" })).status).toBe(400);
  });

  it("allows what its scopes say", async () => {
    const refused = await call(keys.reader, "POST", "/threads", {}, { accept: "application/problem+json" });
    expect([refused.status, (await jsonOf(refused)).code]).toEqual([403, "FORBIDDEN"]);
    const { thread_id } = await jsonOf(call(keys.ann, "POST", "/threads", {}));
    expect((await call(keys.ann, "POST", `/threads/${thread_id}/state`, { values: {} })).status).toBe(403);
    expect((await call(keys.reader, "GET", `/threads/${thread_id}`)).status).toBe(200);
  });

  it("writes state by no other way than with the scope for it", async () => {
    keys.runner = await create("run", { scopes: ["threads:read", "threads:write", "runs:write"] });
    const { thread_id } = await jsonOf(call(keys.ann, "POST", "/threads", {}));
    const wait = (key: string | undefined, body: object) =>
      call(key, "POST", `/threads/${thread_id}/runs/wait`, { assistant_id: "raw", ...body });
    await jsonOf(wait(keys.ann, { input: { what: "greet" } }));
    const [last, before] = await jsonOf(call(keys.ann, "GET", `/threads/${thread_id}/history?limit=2`));
    /** When the whole answer is there: the head of one that waits comes at once. */
    const status = async (answer: Promise<Response>) => {
      const response = await answer;
      await response.text();
      return response.status;
    };
    const at = ({ checkpoint: { checkpoint_id } }: { checkpoint: { checkpoint_id: string } }) => ({
      checkpoint: { checkpoint_id },
      input: {},
    });
    expect(await status(wait(keys.ann, { command: { update: { what: "x" } } }))).toBe(403);
    expect(await status(wait(keys.ann, { command: { goto: "greet" } }))).toBe(403);
    expect(await status(wait(keys.ann, at(before)))).toBe(403);
    expect(
      await status(
        call(keys.ann, "POST", "/threads", {
          metadata: { graph_id: "raw" },
          supersteps: [{ updates: [{ values: {}, as_node: "greet" }] }],
        }),
      ),
    ).toBe(403);
    // front ends name the last checkpoint with every message
    expect(await status(wait(keys.ann, at(last)))).toBe(200);
    await jsonOf(wait(keys.ann, { input: { what: "ask" } }));
    expect(await status(wait(keys.runner, { command: { resume: "yes" } }))).toBe(403);
    expect(await status(wait(keys.ann, { command: { resume: "yes" } }))).toBe(200);
  });

  it("decides as its principal, for its tenant, whatever the request says", async () => {
    const { thread_id } = await jsonOf(call(keys.ann, "POST", "/threads", {}));
    await jsonOf(call(keys.ann, "POST", `/threads/${thread_id}/runs/wait`, { assistant_id: "raw", input: { what: "ask" } }));
    const [question] = await jsonOf(call(keys.ann, "GET", `/interrupts?thread_id=${thread_id}`));
    const decide = (key: string | undefined, body: object, headers = {}) =>
      call(key, "POST", `/interrupts/${question.id}/decision`, { resume: "yes", ...body }, headers);
    expect((await decide(keys.bob, {})).status).toBe(404);
    expect((await decide(keys.ann, { by: "boss" })).status).toBe(403);
    expect((await decide(keys.ann, { roles: ["lead"] })).status).toBe(400);
    expect((await decide(keys.ann, {}, { "x-tenant-id": "other" })).status).toBe(400);
    expect((await jsonOf(decide(keys.ann, {}))).decided_by).toBe("ann");
  });

  it("ends the crons of a key with it", async () => {
    const key = await create("cass");
    const cron = await jsonOf(call(key, "POST", "/runs/crons", { assistant_id: "raw", schedule: "0 0 1 1 *", input: { what: "greet" } }));
    await revokeKey(database.sql, key.slice(4, 16));
    await database.sql.query(
      "update signalbox.crons set next_run_at = date_trunc('milliseconds', clock_timestamp()) - interval '1 second' where id = $1",
      [cron.cron_id],
    );
    await database.sql.query("select pg_notify('signalbox', 'due')");
    const failed = await until("its refusal", async () => {
      const found = await jsonOf(call(keys.ann, "POST", "/runs/crons/search", { limit: 100 }));
      return found.find(({ cron_id, last_error }: Record<string, unknown>) => cron_id === cron.cron_id && last_error !== null);
    });
    expect(failed.last_error).toMatchObject({ code: "CRON_NOT_ALLOWED", message: expect.stringMatching(/made by cass, .* is revoked/) });
  });

  it("lets an operator name another tenant, in which the operator has no roles", async () => {
    keys.operator = await create("olga", { scopes: ["threads:read", "tenants:*"], roles: ["lead"] });
    const { thread_id } = await jsonOf(call(keys.bob, "POST", "/threads", {}));
    const read = async (key: string | undefined, tenant?: string) =>
      (await call(key, "GET", `/threads/${thread_id}`, undefined, tenant === undefined ? {} : { "signalbox-tenant": tenant })).status;
    expect([await read(keys.operator), await read(keys.operator, "other"), await read(keys.operator, "")]).toEqual([404, 200, 400]);
    expect([await read(keys.ann, "other"), await read(keys.bob, "other"), await read(undefined, "other")]).toEqual([403, 200, 401]);
  });

  it("keeps keys out of the log and the table", async () => {
    const rows = await database.sql.query("select id, encode(hash, 'hex') as hash from signalbox.api_keys");
    const written = lines.join("") + JSON.stringify(rows);
    for (const key of Object.values(keys)) expect(written).not.toContain(key.slice(17));
    expect(lines.length).toBeGreaterThan(0);
  });

  it("ends within ten seconds of being revoked, and turns nothing off", async () => {
    let nowMs = Date.now();
    const known = apiKeysOf(database, () => nowMs);
    const key = await create("eve");
    expect((await known.principalOf(key))?.id).toBe("eve");
    await revokeKey(database.sql, key.slice(4, 16));
    nowMs += 10_001;
    expect(await known.principalOf(key)).toBeUndefined();
    await database.sql.query("update signalbox.api_keys set revoked_at = now()");
    expect(await apiKeysOf(database).areOn()).toBe(true);
  });
});
