/** Why a node failed: shown with the scope `audit:read`, and otherwise only as a code and where to look. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../../persistence/connection/database.ts";
import { insertKey } from "../../../persistence/statements/keys/insert-key.ts";
import { newApiKey } from "../../../runtime/keys/api-key.ts";
import { freshPglite, opened } from "../../support/databases.ts";
import { until } from "../../support/until.ts";
import { graph as raw } from "../raw/graph.ts";
import { jsonOf, type Served, serveOn } from "../serve-graphs.ts";

const REASON = "this node fails";

let database: Database;
let served: Served;
const keys: Record<string, string> = {};
/** Webhooks by their path. */
const told: Record<string, string> = {};

beforeAll(async () => {
  database = await opened(await freshPglite());
  const usual = ["threads:read", "threads:write", "runs:write"];
  for (const [name, scopes] of Object.entries({ user: usual, operator: [...usual, "audit:read"] })) {
    const { id, key, hash } = newApiKey();
    keys[name] = key;
    await insertKey(database.sql, { id, hash, principal: name, tenant: "default", kind: "person", roles: [], scopes, expires_at: null });
  }
  const toApp = async (path: string, { body }: { readonly body: string }) => {
    told[path] = body;
    return 204;
  };
  served = await serveOn(database, { raw }, { webhooks: { secrets: ["a secret of the tests"], toApp } });
});
afterAll(() => served.close());

const call = (key: string | undefined, method: string, path: string, body?: object) =>
  fetch(served.url + path, { method, headers: { "x-api-key": key ?? "" }, ...(body && { body: JSON.stringify(body) }) });

/** What every route that shows a failure answers. */
async function shownTo(key: string | undefined): Promise<Record<string, string>> {
  const { thread_id } = await jsonOf(call(key, "POST", "/threads", {}));
  const run = { assistant_id: "raw", input: { what: "fail" } };
  const runs = `/threads/${thread_id}/runs`;
  const modes = ["values", "tasks", "debug", "checkpoints", "events", "updates"];
  const textOf = async (answer: Promise<Response>) => (await answer).text();
  const streamed = await textOf(call(key, "POST", `${runs}/stream`, { ...run, stream_mode: modes }));
  const waited = await textOf(call(key, "POST", `${runs}/wait`, run));
  const [{ run_id }] = await jsonOf(call(key, "GET", `${runs}?limit=1`));
  const commands = `/threads/${thread_id}/commands`;
  await jsonOf(call(key, "POST", commands, { id: 1, method: "run.start", params: run }));
  const v2 = await call(key, "POST", `/threads/${thread_id}/stream/events`, { channels: ["lifecycle", "tasks", "messages", "tools"] });
  const reader = v2.body?.pipeThrough(new TextDecoderStream()).getReader();
  let events = "";
  while (!events.includes('"failed"')) events += (await reader?.read())?.value ?? '"failed"';
  await reader?.cancel();
  return {
    ...{ streamed, waited, events },
    joined: await textOf(call(key, "GET", `${runs}/${run_id}/join`)),
    again: await textOf(call(key, "GET", `${runs}/${run_id}/stream`)),
    state: await textOf(call(key, "GET", `/threads/${thread_id}/state`)),
    history: await textOf(call(key, "GET", `/threads/${thread_id}/history`)),
    thread: await textOf(call(key, "GET", `/threads/${thread_id}`)),
    path: await textOf(call(key, "GET", `/threads/${thread_id}/path`)),
  };
}

it("shows the reason to whoever has the scope", async () => {
  const { thread: _, path: __, ...shown } = await shownTo(keys.operator);
  for (const [route, text] of Object.entries(shown)) expect({ route, text }).toMatchObject({ text: expect.stringContaining(REASON) });
});

it("shows everybody else that it failed, and where the reason is", async () => {
  const shown = await shownTo(keys.user);
  expect(Object.entries(shown).filter(([, text]) => text.includes(REASON))).toEqual([]);
  const { waited = "", streamed, events } = shown;
  expect(JSON.parse(JSON.parse(waited).__error__.message)).toEqual({
    error: "TypeError",
    message: expect.stringMatching(/^Something failed\. The server's log has the reason: run [0-9a-f-]{36}\.$/),
  });
  for (const text of [streamed, events]) expect(text).toContain("The server's log has the reason");
});

it("shows it in webhooks as to whoever started the run", async () => {
  const toldAs = async (name: "user" | "operator") => {
    const run = { assistant_id: "raw", input: { what: "fail" }, webhook: `/told/${name}` };
    await (await call(keys[name], "POST", "/runs/wait", run)).text();
    return until("a webhook", async () => told[`/told/${name}`]);
  };
  expect(await toldAs("operator")).toContain(REASON);
  const concealed = await toldAs("user");
  expect(concealed).not.toContain(REASON);
  expect(concealed).toContain("The server's log has the reason");
});
