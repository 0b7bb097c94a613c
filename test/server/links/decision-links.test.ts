/** Decision links over HTTP: whoever has one decides one question once, and nobody else does by it. */
import { pino } from "pino";
import { afterAll, beforeAll, expect, it } from "vitest";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { insertKey } from "../../../persistence/statements/keys/insert-key.ts";
import { revokeKey } from "../../../persistence/statements/keys/revoke-key.ts";
import { linkEnd } from "../../../persistence/statements/links/link-end.ts";
import { forTenant } from "../../../persistence/tenancy/tenant-sql.ts";
import type { MayActFor } from "../../../runtime/identity/may-act-for.ts";
import { newApiKey } from "../../../runtime/keys/api-key.ts";
import { lazyPorts } from "../../../runtime/ports/lazy-ports.ts";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { fourEyes } from "../../fixtures/refund-desk.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { graph as raw } from "../raw/graph.ts";
import { serve } from "../serve.ts";
import { jsonOf } from "../serve-graphs.ts";

const HTML = { accept: "text/html,application/xhtml+xml" };

describeOnBoth("decision links", (open) => {
  let desk: Desk;
  let server: Awaited<ReturnType<typeof serve>>;
  const lines: string[] = [];
  const keys: Record<string, string> = {};

  beforeAll(async () => {
    const payment = compileGraph(fourEyes(), { ports: lazyPorts({ dataFolder: "memory://" }) });
    desk = await deskOn(await open(), { graphs: { raw, "four-eyes": payment } });
    keys.mailer = await create("mailer", ["decisions:delegate"], ["lead"]);
    keys.clerk = await create("clerk", ["decisions:delegate"], ["clerk"]);
    keys.reader = await create("reader", ["threads:read", "decisions:write"], ["lead"]);
    keys.bot = await create("bot", ["decisions:delegate"], [], "default", [{ prefix: "slack:", roles: ["lead"], distinct: true }]);
    keys.other = await create("other", ["decisions:delegate"], ["lead"], "other");
    server = await serve({ runtime: desk.runtime, logger: pino({}, { write: (line: string) => lines.push(line) }) });
  });
  afterAll(async () => {
    await server.close(0);
    await desk.runtime.stop();
  });

  async function create(
    principal: string,
    scopes: string[],
    roles: string[],
    tenant = "default",
    rules: MayActFor[] = [],
  ): Promise<string> {
    const { id, key, hash } = newApiKey();
    await insertKey(desk.database.sql, {
      id,
      hash,
      principal,
      tenant,
      kind: "service",
      roles,
      scopes,
      expires_at: null,
      may_act_for: rules,
    });
    return key;
  }
  const call = (key: string | undefined, method: string, path: string, body?: object) =>
    fetch(server.url + path, {
      method,
      headers: { accept: "application/json", ...(key && { "x-api-key": key }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  /** A question for a lead: "Pay it?" */
  const asked = async (): Promise<{ thread: string; id: string }> => {
    const { thread_id } = await desk.begin({ message: "refund <b>me</b>" });
    return { thread: thread_id, id: (await desk.question(thread_id)).id };
  };
  const make = async (id: string, body: object = {}, key = keys.mailer) =>
    call(key, "POST", `/interrupts/${id}/links`, { role: "lead", ...body });
  const made = async (id: string, body?: object): Promise<{ token: string; link_id: string; path: string }> => jsonOf(make(id, body));
  const decide = async (token: string, body: object) => call(undefined, "POST", "/links", { token, ...body });
  /** As a browser sends the page's form. */
  const submit = (fields: Record<string, string>, origin = "null") =>
    fetch(`${server.url}/links`, { method: "POST", headers: { ...HTML, origin }, body: new URLSearchParams(fields) });
  const coded = async (answer: Promise<Response>): Promise<unknown[]> => {
    const response = await answer;
    return [response.status, (await jsonOf(response)).code];
  };
  const recorded = (id: string) =>
    desk.database.sql.query<{ what: string; detail: Record<string, unknown> }>(
      "select what, detail from signalbox.audit where detail ->> 'interrupt' = $1 or detail ->> 'interrupt_id' = $1 order by id",
      [id],
    );

  it("shows the question as a page, changes nothing by it, and decides when its form is sent", async () => {
    const { thread, id } = await asked();
    const { token, path, link_id } = await made(id, { expires_in: "2h", decisions: ["approve", "edit"] });
    const before = await recorded(id);
    for (const method of ["HEAD", "GET", "GET"]) {
      const page = await fetch(server.url + path, { method, headers: HTML });
      expect([page.status, page.headers.get("referrer-policy"), page.headers.get("cache-control")]).toEqual([
        200,
        "no-referrer",
        "no-store",
      ]);
      expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      const text = await page.text();
      if (method === "HEAD") continue;
      expect(text).toContain("refund &lt;b&gt;me&lt;/b&gt;");
      expect([text.includes("Pay it?"), text.includes('name="form.amount"'), text.includes(">reject<")]).toEqual([true, true, false]);
    }
    expect(await recorded(id)).toEqual(before);
    expect(await desk.question(thread)).toMatchObject({ id, status: "pending", answers: [] });

    const wrong = await submit({ token, decision: "edit", "form.amount": "much" });
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining("form.amount")]);
    const taken = await submit({ token, decision: "edit", "form.amount": "12", reason: "half" });
    expect([taken.status, await taken.text()]).toEqual([200, expect.stringContaining("Your decision was taken: edit.")]);
    expect(await desk.settled(thread)).toBe("idle");
    expect(await desk.runtime.interrupts.get(id)).toMatchObject({
      ...{ status: "decided", decision: "edit", decided_by: "link", decided_via: "mailer" },
      answers: [{ by: "link", via: "mailer", roles: ["lead"], form: { amount: 12 }, reason: "half" }],
    });
    expect((await recorded(id)).map(({ what, detail }) => [what, detail.credential])).toEqual([
      ["link.made", expect.stringMatching(/^key:/)],
      ["interrupt.refused", `link:${link_id}`],
      ["interrupt.decided", `link:${link_id}`],
    ]);
    const late = await fetch(server.url + path, { headers: HTML });
    expect([late.status, await late.text()]).toEqual([409, expect.stringMatching(/decided as &quot;edit&quot; by link/)]);
  });

  it("takes effect once: the same answer again is the same decision, another one is told the first", async () => {
    const { thread, id } = await asked();
    const { token } = await made(id);
    const first = await jsonOf(decide(token, { decision: "approve" }));
    expect(await jsonOf(decide(token, { decision: "approve" }))).toMatchObject({ status: "decided", decision: "approve" });
    const other = await decide(token, { decision: "reject", form: { text: "no" } });
    expect([other.status, await jsonOf(other)]).toMatchObject([
      409,
      { code: "ALREADY_DECIDED", first: { decision: "approve", via: "mailer" } },
    ]);
    expect(await desk.settled(thread)).toBe("idle");
    expect((await desk.runtime.runs.list(thread, { limit: 10, offset: 0 })).map(({ run_id }) => run_id)).toContain(first.resume_run_id);
  });

  it("of many links at once, one decides", async () => {
    const { thread, id } = await asked();
    const links = await Promise.all(Array.from({ length: 12 }, () => desk.runtime.links.make({ id, role: "lead" })));
    const answers = await Promise.all(links.map(({ token }) => coded(decide(token, { decision: "approve" }))));
    expect(answers.filter(([status]) => status === 200)).toHaveLength(1);
    expect(answers.filter(([, code]) => code === "ALREADY_DECIDED")).toHaveLength(11);
    expect(await desk.settled(thread)).toBe("idle");
  });

  it("no longer counts when its time is over, when it or its maker's key is revoked, and when the question has changed", async () => {
    const { id } = await asked();
    expect(await linkEnd(forTenant(desk.database, "default").sql, 0, null)).toMatchObject({ is_over: false });
    const brief = await made(id, { expires_in: "1ms" });
    await expect.poll(() => coded(decide(brief.token, { decision: "approve" }))).toEqual([410, "LINK_OVER"]);
    const revoked = await made(id);
    expect((await call(keys.mailer, "DELETE", `/interrupts/${id}/links/${revoked.link_id}`)).status).toBe(204);
    const passing = await create("passing", ["decisions:delegate"], ["lead"]);
    const orphan = await jsonOf(make(id, {}, passing));
    await revokeKey(desk.database.sql, passing.slice(4, 16));
    for (const { token } of [revoked, orphan]) {
      expect(await coded(call(undefined, "GET", `/links/${token}`))).toEqual([410, "LINK_OVER"]);
      expect(await coded(decide(token, { decision: "approve" }))).toEqual([410, "LINK_OVER"]);
    }
    const { token } = await made(id);
    expect(
      await coded(
        decide(
          token.replace(/.$/, (last) => (last === "A" ? "E" : "A")),
          { decision: "approve" },
        ),
      ),
    ).toEqual([404, "LINK_UNKNOWN"]);
    expect(await coded(decide("sbl_x", { decision: "approve" }))).toEqual([404, "LINK_UNKNOWN"]);
    const narrow = await made(id, { decisions: ["reject"] });
    expect(await coded(decide(narrow.token, { decision: "approve" }))).toEqual([403, "NOT_ALLOWED_TO_DECIDE"]);
    await desk.database.sql.query("update signalbox.interrupts set shown_hash = 'another' where id = $1", [id]);
    expect(await coded(call(undefined, "GET", `/links/${token}`))).toEqual([409, "SHOWN_STATE_CHANGED"]);
    expect(await coded(decide(token, { decision: "approve" }))).toEqual([409, "SHOWN_STATE_CHANGED"]);
    expect(await desk.runtime.interrupts.get(id)).toMatchObject({ status: "pending", answers: [] });
    const refusals = (await recorded(id)).filter(({ what }) => what === "interrupt.refused");
    expect(refusals.map(({ detail }) => detail.code)).toEqual(
      expect.arrayContaining(["LINK_OVER", "NOT_ALLOWED_TO_DECIDE", "SHOWN_STATE_CHANGED"]),
    );
  });

  it("is made only by who may delegate, with a role that it has, for a question that takes it", async () => {
    const { id } = await asked();
    expect(await coded(make(id, {}, keys.reader))).toEqual([403, "FORBIDDEN"]);
    expect(await coded(make(id, {}, keys.clerk))).toEqual([403, "FORBIDDEN"]);
    expect(await coded(make(id, {}, keys.other))).toEqual([404, "INTERRUPT_NOT_FOUND"]);
    expect(await coded(call(keys.other, "DELETE", `/interrupts/${id}/links/01a2035e-1a78-72aa-aa91-7d3655c564a1`))).toEqual([
      ...[404, "INTERRUPT_NOT_FOUND"],
    ]);
    for (const body of [{ role: "clerk" }, { decisions: ["pay"] }, { expires_in: "soon" }, { expires_in: "31d" }, { person: { id: " " } }])
      expect(await coded(make(id, body, body.role ? keys.clerk : keys.mailer))).toEqual([400, "INVALID_INPUT"]);
    const { due_at } = await desk.runtime.interrupts.get(id);
    expect((await jsonOf(make(id, { expires_in: "30d" }))).expires_at).toBe(due_at);
    await desk.runtime.interrupts.decide({ id, decision: "approve", by: "ann", roles: ["lead"] });
    expect(await coded(make(id))).toEqual([409, "ALREADY_DECIDED"]);
  });

  it("names a person where it matters who decides, and only where its maker vouches for people", async () => {
    const { thread_id } = await desk.begin({ message: "pay" }, "four-eyes", "rita");
    const { id: look } = await desk.question(thread_id);
    expect(await coded(make(look, { role: "clerk" }, keys.clerk))).toEqual([400, "INVALID_INPUT"]);
    await desk.runtime.interrupts.decide({ id: look, decision: "yes", by: "cleo", roles: ["clerk"] });
    await desk.settled(thread_id);
    const { id } = await desk.question(thread_id);
    expect(await coded(make(id))).toEqual([400, "INVALID_INPUT"]);
    for (const key of [keys.mailer, keys.bot]) expect(await coded(make(id, { person: { id: "lea" } }, key))).toEqual([403, "FORBIDDEN"]);
    const sam = await jsonOf(make(id, { person: { id: "slack:sam", name: "Sam" } }, keys.bot));
    expect(await jsonOf(decide(sam.token, { decision: "approve" }))).toMatchObject({
      status: "pending",
      answers: [{ by: "slack:sam", via: "bot" }],
    });
    const link = async (person: string) => (await desk.runtime.links.make({ id, role: "lead", person: { id: person } })).token;
    expect(await coded(decide(await link("rita"), { decision: "approve" }))).toEqual([403, "NOT_ALLOWED_TO_DECIDE"]);
    const lea = await link("lea");
    expect(await coded(call(undefined, "GET", `/links/${sam.token}`))).toEqual([409, "ALREADY_DECIDED"]);
    expect(await coded(decide(await link("SLACK:Sam"), { decision: "approve" }))).toEqual([409, "ALREADY_DECIDED"]);
    expect(await jsonOf(decide(lea, { decision: "approve" }))).toMatchObject({ status: "decided", decided_by: "lea" });
  });

  it("takes any answer to the interrupt of a raw graph", async () => {
    const { thread_id } = await desk.begin({ what: "ask" }, "raw");
    const { id } = await desk.question(thread_id);
    expect(await coded(make(id, { role: undefined, decisions: ["yes"] }))).toEqual([400, "INVALID_INPUT"]);
    const { token, path } = await made(id, { role: undefined });
    expect(await (await fetch(server.url + path, { headers: HTML })).text()).toContain("Shall I?");
    expect((await submit({ token, resume: "do it" }, server.url)).status).toBe(200);
    expect(await desk.settled(thread_id)).toBe("idle");
    expect(await desk.runtime.interrupts.get(id)).toMatchObject({ answer: "do it", decided_by: "link" });
  });

  it("is in no log line", () => {
    expect(lines.join("")).toContain("GET /links/:token");
    expect(lines.filter((line) => line.includes("sbl_"))).toEqual([]);
  });
});

it("is refused where the server has no secret to sign with", async () => {
  const { linkKeysOf } = await import("../../../runtime/links/link-token.ts");
  expect(linkKeysOf([]).areThere).toBe(false);
  expect(() => linkKeysOf(["short"])).toThrow(/at least 32 characters/);
  const [old, current] = ["the older secret, long enough for it", "the newer secret, long enough for it"] as const;
  const claims = { v: 1 as const, id: "a", tenant: "t", thread: "b", interrupt: "c", question: null, shown: null, decisions: null };
  const token = linkKeysOf([old]).sign({ ...claims, distinct: false, maker: { id: "m", via: "local" }, ends: 1 });
  expect(linkKeysOf([current, old]).read(token)).toMatchObject(claims);
  expect(linkKeysOf([current]).read(token)).toBeUndefined();
});
