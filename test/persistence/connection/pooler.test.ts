/** What a process finds out about the server that answers: a pooler before it, where it polls instead of listening, and a version that is too old. */
import { expect, it, onTestFinished } from "vitest";
import { openDatabase } from "../../../persistence/open-database.ts";
import { type TcpProxy, tcpProxy } from "../../faults/inject/tcp-proxy.ts";
import { deskOn } from "../../fixtures/desk.ts";
import { refundDesk } from "../../fixtures/refund-desk.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { until } from "../../support/until.ts";

/** The server's message with the session's pid begins so, and is 12 bytes long. */
const KEY_DATA = Buffer.from([0x4b, 0, 0, 0, 12]);

/** Tells its clients a pid of its own, as poolers do. */
function withOtherPid(data: Buffer): Buffer {
  const at = data.indexOf(KEY_DATA);
  if (at < 0) return data;
  const changed = Buffer.from(data);
  changed.writeInt32BE(changed.readInt32BE(at + KEY_DATA.length) + 1_000_000, at + KEY_DATA.length);
  return changed;
}

/** `current_setting('server_version_num')` of the tests' own server, in an answer to a query. */
const ofVersion12 = (data: Buffer): Buffer => Buffer.from(data.toString("latin1").replace(/\b1[3-9]00\d\d\b/, "120022"), "latin1");

async function before(url: string, rewrite: (data: Buffer) => Buffer): Promise<TcpProxy> {
  const proxy = await tcpProxy(url, rewrite);
  onTestFinished(() => proxy.close());
  return proxy;
}

it("polls where a pooler answers and no direct URL is given, says what that costs, and still runs, asks and fires deadlines", async () => {
  const { url } = await freshPostgres();
  const pooler = await before(url, withOtherPid);
  const lines: string[] = [];
  const log = { info() {}, error() {}, warn: (text: string) => void lines.push(text) };
  const [first, second] = await Promise.all([opened({ url: pooler.url, log }), opened({ url: pooler.url })]);
  expect(lines).toEqual([expect.stringMatching(/connection pooler and there is no DATABASE_URL_DIRECT: .* polls once a second/)]);

  let looks = 0;
  const received: string[] = [];
  const end = await first.listen(
    "channel",
    (payload) => received.push(payload),
    () => void looks++,
  );
  await second.sql.query("select pg_notify('channel', 'unheard')");
  await until("another look", async () => looks > 1);
  expect(received).toEqual([]);
  await end();

  const [asking, working] = [
    await deskOn(first, { graph: refundDesk("2s"), idle: true }),
    await deskOn(second, { graph: refundDesk("2s") }),
  ];
  const { thread_id } = await asking.begin({ message: "in time" });
  await until("its deadline", async () => (await asking.runtime.threads.get(thread_id)).status === "idle");
  expect((await asking.runtime.interrupts.list({ thread_id, limit: 1, offset: 0 })).items).toMatchObject([{ status: "expired" }]);
  await working.runtime.stop();
});

it("listens where a direct URL is given beside the pooler", async () => {
  const { url } = await freshPostgres();
  const pooler = await before(url, withOtherPid);
  const database = await opened({ url: pooler.url, directUrl: url });
  const heard = Promise.withResolvers<string>();
  await database.listen("channel", heard.resolve, () => {});
  await database.sql.query("select pg_notify('channel', 'heard')");
  expect(await heard.promise).toBe("heard");
});

it("refuses Postgres 12, by its name", async () => {
  const { url } = await freshPostgres({ empty: true });
  const old = await before(url, ofVersion12);
  const refusal = await openDatabase({ url: old.url }).catch((error: Error) => error);
  expect(refusal).toMatchObject({ code: "DATABASE_UNSUITABLE", facts: { version: 120_022 } });
  expect(String(refusal)).toMatch(/is version \S+: Signalbox needs 13 or later/);
});
