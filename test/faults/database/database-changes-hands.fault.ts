/** G28: the primary dies or is left behind under load, and its standby takes over. What customers were told is true afterwards, and no process ends. */
import type { ChildProcess } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { inject } from "vitest";
import type { Database } from "../../../persistence/connection/database.ts";
import { prepareDatabase } from "../../../persistence/schema/prepare-database.ts";
import { spawnReady } from "../../runtime/engine/spawn-worker.ts";
import { opened } from "../../support/databases.ts";
import { madeOnce } from "../../support/made-once.ts";
import { freePort, startPostgres } from "../../support/postgres-server.ts";
import { startReplicated } from "../../support/servers/replicated-postgres.ts";
import { until } from "../../support/until.ts";
import type { Protection } from "../inject/disable-protections.ts";
import { tcpProxy } from "../inject/tcp-proxy.ts";
import { isFullRun, measurePromise, type Tally } from "../measure/promise.ts";
import { startCustomers, type Told } from "../processes/customers-over-http.ts";
import type { ServiceOptions } from "../processes/service.ts";
import { hasExited } from "../processes/spawn-fault-worker.ts";

const CUSTOMERS = 8;
const BEFORE_MS = isFullRun ? 2_000 : 1_000;
const SETTLED_MS = 1_000;
const AFTER_MS = isFullRun ? 4_000 : 2_000;
const FINISHED_WITHIN_MS = isFullRun ? 60_000 : 20_000;
const NODES = 6;

interface Change {
  readonly isSynchronous: boolean;
  /** The old primary is killed. Otherwise it lives on, and open connections still lead to it. */
  readonly isKilled: boolean;
  /** Before the change, what the primary writes stops reaching the standby for this long. */
  readonly stalledMs?: number;
  readonly without: readonly Protection[];
}

measurePromise({
  promise: "a failover to a synchronous standby loses and doubles nothing that was answered",
  off: "an asynchronous standby, whose link is stalled for the last second",
  trials: { full: 30, quick: 1, off: 1 },
  protections: ["custom"],
  measure: (trials, without) =>
    repeat(
      trials,
      without.length > 0
        ? { isSynchronous: false, isKilled: true, stalledMs: 1_000, without: [] }
        : { isSynchronous: true, isKilled: true, without },
    ),
});

measurePromise({
  promise: "a process never writes to two histories of the database",
  off: "new connections are not asked for the timeline",
  trials: { full: 10, quick: 1, off: 1 },
  protections: ["timeline"],
  measure: (trials, without) => repeat(trials, { isSynchronous: false, isKilled: false, without }),
});

async function repeat(trials: number, change: Change): Promise<Tally> {
  let violations = 0;
  let answers = 0;
  for (let trial = 0; trial < trials; trial++) {
    const { wrong, told } = await changeHands(change);
    if (wrong.length > 0) console.log(`trial ${trial}: ${wrong.join("; ")}`);
    if (wrong.length > 0) violations++;
    answers += told;
  }
  return { trials, violations, note: `${answers} answers` };
}

async function changeHands({ isSynchronous, isKilled, stalledMs, without }: Change): Promise<{ wrong: string[]; told: number }> {
  const folder = mkdtempSync(join(inject("run").folder, "replicated-"));
  const servers = await startReplicated(folder, await template(), { isSynchronous });
  const proxy = await tcpProxy(servers.primary.url);
  const services = await Promise.all([startService(proxy.url, without), startService(proxy.url, without)]);
  const customers = services.map(({ url }) => startCustomers(url, CUSTOMERS / 2));
  await sleep(BEFORE_MS);
  if (stalledMs !== undefined) {
    servers.stall();
    await sleep(stalledMs);
  }
  if (isKilled) await servers.primary.stop();
  await servers.promote();
  proxy.redirect(servers.standby.url);
  if (!isKilled) await cutHalf(servers.primary.url);
  await sleep(SETTLED_MS);
  // of the moment in which some connections already lead to the new primary, nothing can be said
  const from = isKilled ? 0 : 1;
  const skipped = customers.map(({ accepted, decided }) => ({ accepted: from * accepted.length, decided: from * decided.length }));
  await sleep(AFTER_MS);
  await Promise.all(customers.map((customer) => customer.stop()));
  const observer = await opened({ url: servers.standby.url });
  const wrong = [
    ...(await contradictions(observer, toldAfter(customers, skipped))),
    ...services.filter(({ child }) => hasExited(child)).map(() => "a process has ended"),
  ];
  for (const { child } of services) child.kill("SIGKILL");
  await observer.close();
  await proxy.close();
  await servers.stop();
  return { wrong, told: customers.reduce((sum, { accepted, decided }) => sum + accepted.length + decided.length, 0) };
}

/** Half of the connections to the old primary end, as they do in time. */
async function cutHalf(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `select pg_terminate_backend(pid) from (
       select pid, row_number() over (order by pid) as place from pg_stat_activity where application_name = 'signalbox'
     ) session where place % 2 = 0`,
  );
  await client.end();
}

interface Skipped {
  readonly accepted: number;
  readonly decided: number;
}

const toldAfter = (customers: readonly Told[], skipped: readonly Skipped[]): Told => ({
  accepted: customers.flatMap(({ accepted }, index) => accepted.slice(skipped[index]?.accepted)),
  decided: customers.flatMap(({ decided }, index) => decided.slice(skipped[index]?.decided)),
});

interface Fact {
  readonly id: string;
  readonly status: string;
  readonly effects: number;
}

/** What customers were told and is not so. A thread that waits was not decided, or its customer was not told. */
async function contradictions({ sql }: Database, { accepted, decided }: Told): Promise<string[]> {
  const threads = () =>
    sql.query<Fact>(
      `select t.id, t.status, (select count(*)::int from signalbox.audit a where a.thread_id = t.id and a.what = 'effect.happened') as effects
       from signalbox.threads t where id = any($1) and exists (select 1 from signalbox.runs r where r.thread_id = t.id)`,
      [accepted],
    );
  await until("the end of all runs", async () => (await threads()).every(({ status }) => status !== "busy"), FINISHED_WITHIN_MS).catch(
    () => {},
  );
  const found = await threads();
  const taken = await sql.query("select 1 from signalbox.interrupts where id = any($1) and status = 'decided'", [decided]);
  const isWrong = ({ status, effects }: Fact) => !(status === "idle" && effects === NODES) && !(status === "interrupted" && effects === 3);
  const wrong = found.filter(isWrong);
  return [
    ...(found.length < accepted.length ? [`${accepted.length - found.length} of ${accepted.length} starts are lost`] : []),
    ...(taken.length < decided.length ? [`${decided.length - taken.length} of ${decided.length} decisions are lost`] : []),
    ...(wrong.length > 0 ? [`${wrong.length} runs did not end with each effect once, such as ${JSON.stringify(wrong[0])}`] : []),
  ];
}

/** The folder of a stopped server with a prepared database. */
const template = (): Promise<string> =>
  madeOnce(inject("run").folder, "replicated-template", async () => {
    const folder = mkdtempSync(join(inject("run").folder, "template-"));
    const server = await startPostgres(folder);
    await prepareDatabase(await opened({ url: server.url }));
    await server.stop();
    return folder;
  });

async function startService(url: string, without: readonly Protection[]): Promise<{ child: ChildProcess; url: string }> {
  const port = await freePort();
  const options: ServiceOptions = { url, port, without };
  const child = await spawnReady(fileURLToPath(new URL("../processes/service.ts", import.meta.url)), options);
  return { child, url: `http://127.0.0.1:${port}` };
}
