/** Reminders and assignments: each is delivered once with any number of processes, again only if delivery failed, and never after the decision. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { Notice } from "../../../runtime/notify/notifier.ts";
import { signatureOf, webhookNotifier } from "../../../runtime/notify/webhook-notifier.ts";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { fourEyes } from "../../fixtures/refund-desk.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { patient } from "../../support/servers/patient.ts";
import { until } from "../../support/until.ts";

const notice: Notice = {
  ...{ id: "i:0", kind: "remind", role: "lead", due_at: new Date(0).toISOString() },
  interrupt: {} as Notice["interrupt"],
};

describeOnBoth("a reminder and an assignment", (open) => {
  const desks: Desk[] = [];
  afterEach(async () => {
    for (const { runtime } of desks.splice(0)) await runtime.stop();
  });
  const delivered: Notice[] = [];
  const started = async (...[database, options]: Parameters<typeof deskOn>) => {
    const notifier = { notify: async (each: Notice) => void delivered.push(each) };
    const desk = await deskOn(database, { graph: fourEyes(), notifier, ...options });
    desks.push(desk);
    return desk;
  };
  const paying = async (desk: Desk) => {
    const { thread_id } = await desk.begin({ message: "remind me" }, "refund-desk", "rita");
    const { id } = await desk.question(thread_id);
    await desk.runtime.interrupts.decide({ id, decision: "yes", by: "cleo", roles: ["clerk"] });
    return { thread_id, id: (await desk.question(thread_id)).id };
  };

  it("are delivered once each, by one of the processes, and the inbox has the assignee", async () => {
    const database = await open();
    delivered.splice(0);
    const desk = await started(database);
    if (database.kind === "postgres") await started(database);
    const { id } = await paying(desk);
    const inbox = () => desk.runtime.interrupts.list({ assignee: "head", limit: 10, offset: 0 });
    expect((await inbox()).total).toBe(0);
    await fallDue(desk, "remind");
    await until("the reminder", async () => delivered.length > 0);
    await fallDue(desk, "assign");
    const found = await until("the assignment", async () => (await inbox()).items[0]);
    expect(found).toMatchObject({ id, status: "pending", assignee: "head" });
    await until("both notices", async () => delivered.length >= 2);
    await sleep(300);
    expect(delivered.map(({ kind, role, interrupt }) => [kind, role, interrupt.id])).toEqual([
      ["remind", "lead", id],
      ["assign", "head", id],
    ]);
    const early = await database.sql.query("select 1 from signalbox.notices where fired_at < due_at");
    expect(early).toHaveLength(0);
    expect(await desk.runtime.interrupts.decide({ id, decision: "reject", by: "hugo", roles: ["head"] })).toMatchObject({
      status: "decided",
    });
  });

  it("that were due while no process ran are delivered after the start; decided questions get none", async () => {
    const database = await open();
    delivered.splice(0);
    const before = await deskOn(database, { graph: fourEyes() });
    const [waits, decided] = [await paying(before), await paying(before)];
    await before.runtime.interrupts.decide({ id: decided.id, decision: "reject", by: "ann", roles: ["lead"] });
    await before.settled(decided.thread_id);
    await before.runtime.stop();
    for (const kind of ["remind", "assign"] as const) await fallDue(before, kind);
    await started(database);
    await until("both notices", async () => delivered.length >= 2);
    expect(delivered.map(({ interrupt }) => interrupt.id)).toEqual([waits.id, waits.id]);
  });
});

/** As if the time of these had come. */
async function fallDue({ database }: Desk, kind: Notice["kind"]): Promise<void> {
  await database.sql.query("update signalbox.notices set due_at = clock_timestamp() where kind = $1", [kind]);
  await database.sql.query("select pg_notify('signalbox', 'due')");
}

describe("the webhook notifier", () => {
  it("signs what it posts, and fails when the receiver does", async () => {
    const received: { body: string; signature: unknown; notice: unknown }[] = [];
    let status = 200;
    const server = createServer(patient, async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      received.push({ body, signature: request.headers["signalbox-signature"], notice: request.headers["signalbox-notice"] });
      response.writeHead(status).end();
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    const at = new Date(1_700_000_000_000);
    const notifier = webhookNotifier({ url, secret: "s3cret", now: () => at });
    await notifier.notify(notice);
    const [first] = received;
    expect(first).toMatchObject({ notice: "i:0", signature: signatureOf({ body: first?.body ?? "", secret: "s3cret", at }) });
    expect(first?.signature).toMatch(/^t=1700000000,v1=[0-9a-f]{64}$/);
    status = 503;
    await expect(notifier.notify(notice)).rejects.toThrow("503");
    server.close();
  });
});
