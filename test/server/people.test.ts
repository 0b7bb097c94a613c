/** Who may answer, by every way in: without roles, without a name, under another spelling, with forged headers, for another tenant. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Http, serveOverHttp } from "../faults/measure/http.ts";
import { type Desk, deskOn } from "../fixtures/desk.ts";
import { fourEyes, refundDesk } from "../fixtures/refund-desk.ts";
import { describeOnBoth } from "../support/databases.ts";

describeOnBoth("who may answer", (open) => {
  const desks = { refunds: {} as Desk, fourEyes: {} as Desk };
  const http = { refunds: {} as Http, fourEyes: {} as Http };
  beforeAll(async () => {
    for (const [name, graph] of [
      ["refunds", refundDesk()],
      ["fourEyes", fourEyes()],
    ] as const) {
      desks[name] = await deskOn(await open(), { graph });
      http[name] = await serveOverHttp(desks[name].runtime);
    }
  });
  afterAll(async () => {
    for (const name of ["refunds", "fourEyes"] as const) {
      await http[name].close();
      await desks[name].runtime.stop();
    }
  });

  const refused = (thread: string, desk: Desk) =>
    desk.database.sql.query<{ detail: { code: string; by?: string } }>(
      "select detail from signalbox.audit where thread_id = $1 and what in ('interrupt.refused', 'signal.refused') order by id",
      [thread],
    );

  it("refuses an answer to a question for roles that names no role, by every way in, and records it", async () => {
    const { thread_id } = await desks.refunds.begin({ message: "no roles" });
    const { id } = await desks.refunds.question(thread_id);
    const run = (body: object) => http.refunds.send("POST", `/threads/${thread_id}/runs`, { assistant_id: "refund-desk", ...body });
    const answer = { decision: "approve" };
    const attempts = [
      await http.refunds.send("POST", `/interrupts/${id}/decision`, { ...answer, by: "mallory" }),
      await http.refunds.send("POST", `/interrupts/${id}/decision`, { ...answer, by: "mallory", roles: [] }),
      await http.refunds.send("POST", `/interrupts/${id}/decision`, { ...answer, by: "mallory", roles: ["Lead"] }),
      await http.refunds.send("POST", `/interrupts/${id}/decision`, answer, { "x-roles": "lead", "x-user-roles": "lead" }),
      await run({ command: { resume: answer } }),
      await run({ command: { resume: { [id]: answer } }, by: "mallory" }),
      await http.refunds.send("POST", `/threads/${thread_id}/signals/takeOver`, { by: "mallory" }),
    ];
    expect(attempts.map(({ status, body }) => `${status} ${body.code}`)).toEqual(attempts.map(() => "403 NOT_ALLOWED_TO_DECIDE"));
    expect((await run({ input: { message: "hello" } })).status).toBe(409);
    expect(await refused(thread_id, desks.refunds)).toHaveLength(attempts.length + 1);
    const right = await run({ command: { resume: answer }, by: "ann", roles: ["lead"] });
    expect(right.status).toBe(200);
    expect(await desks.refunds.settled(thread_id)).toBe("idle");
  });

  it("takes the message of an unnamed requester, and of a named one only under that name", async () => {
    const { thread_id } = await desks.refunds.begin({ message: "unnamed?" });
    await desks.refunds.question(thread_id);
    const say = (thread: string, body: object) =>
      http.refunds.send("POST", `/threads/${thread}/runs`, { assistant_id: "refund-desk", input: { message: "that one" }, ...body });
    expect((await say(thread_id, {})).status).toBe(200);
    const named = await desks.refunds.begin({ message: "named?" }, "refund-desk", "zoë");
    await desks.refunds.question(named.thread_id);
    for (const by of [undefined, "", "Zoë", "zoe", "requester"]) {
      const { status, body } = await say(named.thread_id, { by });
      expect([by, status, body.code]).toEqual([by, 403, "NOT_ALLOWED_TO_DECIDE"]);
    }
    expect(await refused(named.thread_id, desks.refunds)).toHaveLength(5);
    expect((await say(named.thread_id, { by: " zoe\u0308 " })).status).toBe(200);
  });

  it("does not start a run without a name whose question excludes its requester", async () => {
    const { thread_id } = await desks.fourEyes.runtime.threads.create({});
    for (const by of [undefined, "", " \u200b", "anonymous"]) {
      const start = { assistant_id: "refund-desk", input: { message: "m" }, by };
      for (const path of [`/threads/${thread_id}/runs`, "/runs"]) {
        const { status, body } = await http.fourEyes.send("POST", path, start);
        expect([status, body.code]).toEqual([400, "INVALID_INPUT"]);
      }
    }
  });

  it("knows a requester and an earlier decider under another spelling", async () => {
    const { thread_id } = await desks.fourEyes.begin({ message: "spelling" }, "refund-desk", "rita");
    const look = await desks.fourEyes.question(thread_id);
    const decide = (id: string, body: object, headers = {}) => http.fourEyes.send("POST", `/interrupts/${id}/decision`, body, headers);
    // the payment excludes who looks first
    expect((await decide(look.id, { decision: "yes", roles: ["clerk"] })).status).toBe(403);
    expect((await decide(look.id, { decision: "yes", roles: ["clerk"], by: "cleo" })).status).toBe(200);
    const { id } = await desks.fourEyes.question(thread_id);
    for (const by of ["rita ", "RITA", "ri\u200bta", "ｒita", "Cleo", undefined, " "]) {
      const { status } = await decide(id, { decision: "approve", roles: ["lead"], by });
      expect([by, status]).toEqual([by, 403]);
    }
    expect((await decide(id, { decision: "approve", roles: ["lead"], by: "an\u0000n" })).status).toBe(400);
    expect((await decide(id, { decision: "approve", roles: ["lead"], by: "x".repeat(300) })).status).toBe(400);
    expect((await decide(id, { decision: "approve", roles: ["lead"], by: "ann" }, { "x-tenant-id": "other" })).status).toBe(404);
    expect((await decide(id, { decision: "approve", roles: ["lead"], by: "ann" })).body.status).toBe("pending");
    expect((await decide(id, { decision: "approve", roles: ["lead"], by: "ANN" })).status).toBe(409);
    expect((await decide(id, { decision: "approve", roles: ["lead"], by: "bob" })).body.status).toBe("decided");
    // the NUL was refused before any question was read, and for another tenant there is none
    expect(await refused(thread_id, desks.fourEyes)).toHaveLength(1 + 7 + 1 + 1);
  });

  it("lets nobody decide without a requester's name on a thread from before", async () => {
    const { thread_id } = await desks.fourEyes.begin({ message: "from before" }, "refund-desk", "rita");
    const look = await desks.fourEyes.question(thread_id);
    await desks.fourEyes.runtime.interrupts.decide({ id: look.id, decision: "yes", roles: ["clerk"], by: "cleo" });
    await desks.fourEyes.database.sql.query("update signalbox.runs set requested_by = null where thread_id = $1", [thread_id]);
    const { id } = await desks.fourEyes.question(thread_id);
    await expect(desks.fourEyes.runtime.interrupts.decide({ id, decision: "approve", roles: ["lead"], by: "ann" })).rejects.toMatchObject({
      code: "NOT_ALLOWED_TO_DECIDE",
    });
  });
});
