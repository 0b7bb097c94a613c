/** G28: the primary dies or is left behind under load, and its standby takes over; or a backup is restored. What customers were told is true afterwards, and no process ends. */
import type { ChildProcess } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { inject } from "vitest";
import { prepareDatabase } from "../../../persistence/schema/prepare-database.ts";
import { spawnReady } from "../../runtime/engine/processes/spawn-worker.ts";
import { opened } from "../../support/databases.ts";
import { madeOnce } from "../../support/made-once.ts";
import { startPostgres } from "../../support/postgres-server.ts";
import { freePort } from "../../support/servers/free-port.ts";
import { pgbouncerVersion, startPgbouncer } from "../../support/servers/pgbouncer.ts";
import { startReplicated } from "../../support/servers/replicated-postgres.ts";
import { startRestorable } from "../../support/servers/restorable-postgres.ts";
import type { Protection } from "../inject/disable-protections.ts";
import { tcpProxy } from "../inject/tcp-proxy.ts";
import { isFullRun, measurePromise, type Tally } from "../measure/promise.ts";
import { firstViolation, runTrials, type Violation } from "../measure/run-trials.ts";
import { contradictions, countOf, toldAfter, toldOutside } from "../measure/told.ts";
import { startCustomers } from "../processes/customers-over-http.ts";
import type { ServiceOptions } from "../processes/service.ts";
import { hasExited } from "../processes/spawn-fault-worker.ts";

const CUSTOMERS = 8;
const BEFORE_MS = isFullRun ? 2_000 : 1_000;
/** A busy machine may answer late what was done before the change. */
const SETTLED_MS = 3_000;
const AFTER_MS = isFullRun ? 4_000 : 2_000;
/** Longer than a statement may take that gets no answer. */
const AFTER_SILENCE_MS = 20_000;
const FINISHED_WITHIN_MS = 60_000;
/** Runs that have lost what they stand on may never finish. */
const WITHOUT_MS = 20_000;
const SESSIONS = 20;

/** What happens to the old primary: it is killed; or its host goes silent, and closes nothing; or it lives on, and open connections still lead to it. */
type OldPrimary = "killed" | "silent" | "lives on";

interface Change {
  readonly isSynchronous: boolean;
  readonly old: OldPrimary;
  /** The services reach the database by it. */
  readonly byPgbouncer?: boolean;
  /** Before the change, what the primary writes stops reaching the standby for this long. */
  readonly stalledMs?: number;
  /** What was told during that time may be lost. */
  readonly mayLoseStalled?: boolean;
  readonly without: readonly Protection[];
}

const synchronous = { isSynchronous: true, old: "killed", without: [] } as const;
const stalled = { isSynchronous: false, old: "killed", stalledMs: 1_000, without: [] } as const;
const version = pgbouncerVersion();
if (isFullRun && !version) console.log("failover through PgBouncer is not measured: pgbouncer is not installed");

/** Every third by PgBouncer, every third with a host that goes silent. A quick run has the first only. */
const failovers: readonly Change[] = [
  synchronous,
  { ...synchronous, byPgbouncer: version !== undefined },
  { ...synchronous, old: "silent" },
];

measurePromise({
  promise: "a failover to a synchronous standby loses and doubles nothing that was answered",
  off: "an asynchronous standby, whose link is stalled for the last second",
  trials: { full: 30, quick: 1, off: 1 },
  protections: ["custom"],
  measure: (trials, without) => repeat(trials, without.length > 0 ? [stalled] : failovers),
});

measurePromise({
  promise: "a failover to an asynchronous standby loses only what its link had not carried yet, and doubles nothing else",
  off: "what the link had not carried counts, too",
  trials: { full: 10, quick: 1, off: 1 },
  protections: ["custom"],
  measure: (trials, without) => repeat(trials, [{ ...stalled, mayLoseStalled: without.length === 0 }]),
});

measurePromise({
  promise: "a process never writes to two histories of the database",
  off: "new connections are not asked for the timeline",
  trials: { full: 10, quick: 1, off: 1 },
  protections: ["timeline"],
  measure: (trials, without) => repeat(trials, [{ isSynchronous: false, old: "lives on", without }]),
});

measurePromise({
  promise: "a restored backup under living processes loses only what is younger, and doubles nothing else",
  off: "what is younger than the backup counts, too",
  trials: { full: 10, quick: 1, off: 1 },
  protections: ["custom"],
  measure: (trials, without) => runTrials({ trials, width: 1 }, () => restored(without.length === 0)),
});

async function restored(mayLoseYounger: boolean): Promise<Violation> {
  const folder = mkdtempSync(join(inject("run").folder, "restored-"));
  const server = await startRestorable(folder, await template());
  const proxy = await tcpProxy(server.url);
  const services = await Promise.all([startService({ url: proxy.url }, []), startService({ url: proxy.url }, [])]);
  const customers = services.map(({ url }) => startCustomers(url, CUSTOMERS / 2));
  await sleep(BEFORE_MS);
  const backedUp = customers.map(countOf);
  await server.backUp();
  await sleep(BEFORE_MS);
  await server.restore();
  proxy.redirect(server.url);
  await sleep(SETTLED_MS);
  const settled = customers.map(countOf);
  await sleep(AFTER_MS);
  await Promise.all(customers.map((customer) => customer.stop()));
  const observer = await opened({ url: server.url });
  const told = mayLoseYounger ? toldOutside(customers, backedUp, settled) : toldAfter(customers);
  const wrong = await contradictions(observer, told, { patienceMs: mayLoseYounger ? FINISHED_WITHIN_MS : WITHOUT_MS });
  const hasEnded = services.some(({ child }) => hasExited(child));
  for (const { child } of services) child.kill("SIGKILL");
  await observer.close();
  await proxy.close();
  await server.stop();
  return firstViolation({ [wrong.join("; ")]: wrong.length === 0, "a process has ended": !hasEnded });
}

async function repeat(trials: number, changes: readonly Change[]): Promise<Tally> {
  let answers = 0;
  const tally = await runTrials({ trials, width: 1 }, async (trial) => {
    const { wrong, told } = await changeHands(changes[trial % changes.length] as Change);
    answers += told;
    return wrong.length > 0 ? wrong.join("; ") : undefined;
  });
  const kinds = trials >= changes.length ? changes.map(({ old, byPgbouncer }) => (byPgbouncer ? `by ${version}` : old)) : [];
  return { ...tally, note: `${answers} answers${kinds.length > 1 ? `; a third each: ${kinds.join(", ")}` : ""}` };
}

async function changeHands({ isSynchronous, old, byPgbouncer = false, stalledMs, mayLoseStalled = false, without }: Change) {
  const folder = mkdtempSync(join(inject("run").folder, "replicated-"));
  const servers = await startReplicated(folder, await template(), { isSynchronous });
  const proxy = await tcpProxy(servers.primary.url);
  const bouncer = byPgbouncer ? await startPgbouncer(folder, servers.primary.url, SESSIONS) : undefined;
  const way = bouncer ? { url: bouncer.url, directUrl: proxy.url } : { url: proxy.url };
  const services = await Promise.all([startService(way, without), startService(way, without)]);
  const customers = services.map(({ url }) => startCustomers(url, CUSTOMERS / 2));
  await sleep(BEFORE_MS);
  const carried = customers.map(countOf);
  if (stalledMs !== undefined) {
    await servers.caughtUp();
    servers.stall();
    await sleep(stalledMs);
  }
  if (old === "killed") await servers.primary.stop();
  if (old === "silent") proxy.silence();
  await servers.promote();
  proxy.redirect(servers.standby.url);
  await bouncer?.redirect(servers.standby.url);
  if (old === "silent") proxy.pass();
  if (old === "lives on") await cutHalf(servers.primary.url);
  await sleep(SETTLED_MS);
  const settled = customers.map(countOf);
  await sleep(old === "silent" ? AFTER_SILENCE_MS : AFTER_MS);
  await Promise.all(customers.map((customer) => customer.stop()));
  const observer = await opened({ url: servers.standby.url });
  // of the moment in which some connections already lead to the new primary, nothing can be said
  const told =
    old === "lives on" ? toldAfter(customers, settled) : mayLoseStalled ? toldOutside(customers, carried, settled) : toldAfter(customers);
  const wrong = [
    ...(await contradictions(observer, told, { patienceMs: without.length > 0 ? WITHOUT_MS : FINISHED_WITHIN_MS })),
    ...services.filter(({ child }) => hasExited(child)).map(() => "a process has ended"),
  ];
  for (const { child } of services) child.kill("SIGKILL");
  await observer.close();
  await proxy.close();
  await servers.stop();
  return { wrong, told: customers.map(countOf).reduce((sum, { accepted, decided }) => sum + accepted + decided, 0) };
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

/** The folder of a stopped server with a prepared database. */
const template = (): Promise<string> =>
  madeOnce(inject("run").folder, "replicated-template", async () => {
    const folder = mkdtempSync(join(inject("run").folder, "template-"));
    const server = await startPostgres(folder);
    await prepareDatabase(await opened({ url: server.url }));
    await server.stop();
    return folder;
  });

type Way = Pick<ServiceOptions, "url" | "directUrl">;

async function startService(way: Way, without: readonly Protection[]): Promise<{ child: ChildProcess; url: string }> {
  const port = await freePort();
  const options: ServiceOptions = { ...way, port, without };
  const child = await spawnReady(fileURLToPath(new URL("../processes/service.ts", import.meta.url)), options);
  return { child, url: `http://127.0.0.1:${port}` };
}
