/** While a commit waits for a synchronous standby that is gone, whoever asked gets 503 in time; nothing of it counts as refused. */
import { expect, it } from "vitest";
import { prepareDatabase } from "../../../persistence/schema/prepare-database.ts";
import { deskOn } from "../../fixtures/desk.ts";
import { serve } from "../../server/serve.ts";
import { opened } from "../../support/databases.ts";
import { ownPostgres } from "../../support/servers/own-postgres.ts";
import { until } from "../../support/until.ts";

const QUERY_TIMEOUT_MS = 4_000;

it("answers 503 with Retry-After to single writes and to transactions, and works again when the standby is back", async () => {
  const { url } = await ownPostgres();
  const admin = await opened({ url });
  await prepareDatabase(admin);
  const desk = await deskOn(await opened({ url, queryTimeoutMs: QUERY_TIMEOUT_MS }));
  const { thread_id } = await desk.begin({ message: "a refund" });
  const { id } = await desk.question(thread_id);
  const idle = await desk.runtime.threads.create({});
  const server = await serve({ runtime: desk.runtime });
  const ask = (path: string, body: object) =>
    fetch(`${server.url}${path}`, { method: "POST", body: JSON.stringify(body), headers: { accept: "application/problem+json" } });
  const probe = await opened({ url, queryTimeoutMs: 2_000 });
  await probe.sql.query("create table probe (x int)");
  const standbyIs = async (name: string, isGone: boolean) => {
    await admin.sql.query(`alter system set synchronous_standby_names = '${name}'`);
    await admin.sql.query("select pg_reload_conf()");
    await until("the setting", async () => {
      const waits = probe.sql.query("insert into probe values (1)").then(
        () => false,
        () => true,
      );
      return (await waits) === isGone;
    });
  };
  await standbyIs("gone", true);
  const requests = [
    ["/threads", {}],
    [`/threads/${idle.thread_id}/runs`, { assistant_id: "steps", input: {} }],
    [`/interrupts/${id}/decision`, { decision: "approve", by: "ann", roles: ["lead"] }],
  ] as const;
  const answers = requests.map(async ([path, body]) => {
    const { status, headers } = await ask(path, body);
    return { path, status, again: headers.get("retry-after") };
  });
  expect(await Promise.all(answers)).toEqual(requests.map(([path]) => ({ path, status: 503, again: "5" })));
  await standbyIs("", false);
  const refused = await admin.sql.query("select 1 from signalbox.audit where what like '%refused%'");
  expect(refused).toEqual([]);
  // whether the first one took effect was unknown
  expect([200, 409]).toContain((await ask(`/interrupts/${id}/decision`, { decision: "approve", by: "ann", roles: ["lead"] })).status);
  await until("the payment", async () => (await desk.payments()).length > 0);
  expect(await desk.settled(thread_id)).toBe("idle");
  expect(await desk.payments()).toEqual([8]);
  expect((await ask("/threads", {})).status).toBe(200);
  await server.close();
  await desk.runtime.stop();
});
