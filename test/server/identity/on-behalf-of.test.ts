/** A service that acts for people: its key says for whom and with which roles, and a service that makes up people reaches nothing. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { compileGraph } from "../../../compile/compile-graph.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { insertKey, type KeyToInsert } from "../../../persistence/statements/keys/insert-key.ts";
import type { MayActFor } from "../../../runtime/identity/may-act-for.ts";
import { newApiKey } from "../../../runtime/keys/api-key.ts";
import { databasePorts } from "../../../runtime/ports/ports.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { fourEyes, paymentsTable } from "../../fixtures/refund-desk.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { until } from "../../support/until.ts";
import { jsonOf, type Served, serveOn } from "../serve-graphs.ts";

describeOnBoth("on behalf of", (open) => {
  let database: Database;
  let served: Served;
  const keys: Record<string, string> = {};
  const scopes = ["threads:read", "threads:write", "runs:write", "decisions:write"];
  const create = async (principal: string, may_act_for: readonly MayActFor[], more: Partial<KeyToInsert> = {}): Promise<void> => {
    const { id, key, hash } = newApiKey();
    const rights = { roles: ["lead", "clerk"], scopes: [...scopes, "decisions:delegate"], expires_at: null };
    await insertKey(database.sql, { id, hash, principal, tenant: "default", kind: "service", ...rights, may_act_for, ...more });
    keys[principal] = key;
  };
  const post = async (key: string, path: string, body: object) => {
    const response = await fetch(`${served.url}${path}`, {
      method: "POST",
      headers: { "x-api-key": keys[key] ?? "", accept: "application/problem+json" },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await jsonOf(response) };
  };
  const questionOn = (thread: string, node: string): Promise<string> =>
    until("a question", async () => {
      const headers = { "x-api-key": keys.bot ?? "" };
      const found = await jsonOf(fetch(`${served.url}/interrupts?thread_id=${thread}&status=pending`, { headers }));
      return found[0]?.node === node ? found[0].id : undefined;
    });
  const person = (id: string) => ({ on_behalf_of: { id } });

  beforeAll(async () => {
    database = await open();
    await database.sql.query(paymentsTable);
    const prefix = "slack:T1/";
    await create("bot", [
      { prefix, roles: ["clerk"] },
      { prefix: `${prefix}lead-`, roles: ["lead"] },
    ]);
    await create("sure", [{ prefix, roles: ["lead"], distinct: true }]);
    await create("hr", [{ directory: true, distinct: true }]);
    await create("plain", [{ prefix, roles: ["lead"] }], { scopes });
    await create("dana", [], { kind: "person" });
    const desk = compileGraph(fourEyes(), { ports: databasePorts(database, { log: consoleLog("silent") }) });
    const rolesOf = async (id: string, tenant: string) => (id === "eli" && tenant === "default" ? ["lead"] : undefined);
    served = await serveOn(database, { desk }, { rolesOf });
  });
  afterAll(() => served.close());

  it("gives a person the roles of the key's rule, records both, and never counts made-up people", async () => {
    const { thread_id } = (await post("bot", "/threads", {})).body;
    const start = { assistant_id: "desk", input: { message: "refund" }, ...person("slack:T1/rita") };
    expect((await post("bot", `/threads/${thread_id}/runs`, start)).status).toBe(200);
    const look = await questionOn(thread_id, "firstLook");
    expect((await post("bot", `/interrupts/${look}/decision`, { decision: "yes", ...person("slack:T1/lead-lea") })).status).toBe(403);
    const looked = await post("bot", `/interrupts/${look}/decision`, { decision: "yes", ...person("slack:T1/cleo") });
    expect(looked.body).toMatchObject({ decided_by: "slack:T1/cleo", decided_via: "bot", answers: [{ roles: ["clerk"], via: "bot" }] });

    const pay = await questionOn(thread_id, "payment");
    const approve = (key: string, body: object) => post(key, `/interrupts/${pay}/decision`, { decision: "approve", ...body });
    // one bot, two people whom it may have made up
    for (const id of ["slack:T1/lead-one", "slack:T1/lead-two"]) expect((await approve("bot", person(id))).status).toBe(403);
    // its key vouches that they are different, but not that they are not the requester or the first decider
    for (const id of ["slack:T1/rita", "slack:T1/cleo"]) expect((await approve("sure", person(id))).status).toBe(403);
    expect((await approve("sure", person("slack:T1/eve"))).body.status).toBe("pending");
    expect((await approve("sure", person("slack:T1/EVE"))).body).toMatchObject({ code: "ALREADY_DECIDED", first: { via: "sure" } });
    expect((await approve("hr", person("eli"))).body).toMatchObject({ status: "decided", decided_by: "eli", decided_via: "hr" });
    const [row] = await database.sql.query(
      "select detail from signalbox.audit where thread_id = $1 and what = 'interrupt.decided' order by id desc",
      [thread_id],
    );
    expect(row).toMatchObject({ detail: { by: "eli", service: "hr", roles: ["lead"] } });
  });

  it("refuses others: another prefix, somebody unknown, without the scope, with roles of its own", async () => {
    const { thread_id } = (await post("bot", "/threads", {})).body;
    const start = async (key: string, body: object) => {
      const answer = await post(key, `/threads/${thread_id}/runs`, { assistant_id: "desk", input: { message: "no" }, ...body });
      return `${answer.status} ${answer.body.code}`;
    };
    expect(await start("bot", person("slack:T2/ann"))).toBe("403 FORBIDDEN");
    expect(await start("bot", person("slack:T1/"))).toBe("403 FORBIDDEN");
    expect(await start("hr", person("mallory"))).toBe("403 FORBIDDEN");
    expect(await start("plain", person("slack:T1/ann"))).toBe("403 FORBIDDEN");
    expect(await start("dana", person("slack:T1/ann"))).toBe("403 FORBIDDEN");
    expect(await start("bot", { ...person("slack:T1/ann"), roles: ["lead"] })).toBe("400 INVALID_INPUT");
    expect(await start("bot", { ...person("slack:T1/ann"), by: "slack:T1/bob" })).toBe("403 NOT_YOU");
    expect(await start("bot", person("anonymous"))).toBe("400 INVALID_INPUT");
    expect(await start("bot", { on_behalf_of: { id: "slack:T1/ann", roles: ["lead"] } })).toBe("400 INVALID_INPUT");
    const signal = await post("bot", `/threads/${thread_id}/signals/stop`, person("slack:T2/ann"));
    expect([signal.status, signal.body.code]).toEqual([403, "FORBIDDEN"]);
    const rows = await database.sql.query<{ what: string; detail: { by: string; on_behalf_of: string; code: string } }>(
      "select what, detail from signalbox.audit where thread_id = $1 order by id",
      [thread_id],
    );
    expect(rows.map(({ what, detail }) => `${what} ${detail.by} ${detail.on_behalf_of} ${detail.code}`)).toEqual([
      "run.refused bot slack:T2/ann FORBIDDEN",
      "run.refused bot slack:T1/ FORBIDDEN",
      "run.refused hr mallory FORBIDDEN",
      "run.refused plain slack:T1/ann FORBIDDEN",
      "run.refused dana slack:T1/ann FORBIDDEN",
      "run.refused bot anonymous INVALID_INPUT",
      "signal.refused bot slack:T2/ann FORBIDDEN",
    ]);
  });

  it("starts and answers by commands of protocol v2, and starts by crons", async () => {
    const { thread_id } = (await post("bot", "/threads", {})).body;
    const command = async (method: string, params: object) =>
      (await post("bot", `/threads/${thread_id}/commands`, { id: 1, method, params })).body;
    const start = { assistant_id: "desk", input: { message: "refund" } };
    expect(await command("run.start", { ...start, ...person("slack:T2/ann") })).toMatchObject({ type: "error" });
    expect(await command("run.start", { ...start, ...person("slack:T1/ann") })).toMatchObject({ type: "success" });
    const look = await questionOn(thread_id, "firstLook");
    const answer = { interrupt_id: look, response: { decision: "yes" } };
    expect(await command("input.respond", { ...answer, ...person("slack:T2/cleo") })).toMatchObject({ type: "error" });
    expect(await command("input.respond", { ...answer, ...person("slack:T1/cleo") })).toMatchObject({ type: "success" });

    const cron = (id: string) => post("bot", `/threads/${thread_id}/runs/crons`, { ...start, schedule: "0 5 1 1 *", ...person(id) });
    expect((await cron("slack:T2/ann")).status).toBe(403);
    expect((await cron("slack:T1/ann")).status).toBe(200);
    const [made] = await database.sql.query("select made_by -> 'actor' as actor from signalbox.crons");
    expect(made).toMatchObject({ actor: { by: "slack:T1/ann", service: "bot", principal: { id: "slack:T1/ann", via: "bot" } } });
    const refused = await database.sql.query("select 1 from signalbox.audit where thread_id = $1 and what = 'run.refused'", [thread_id]);
    expect(refused).toHaveLength(3);
  });
});
