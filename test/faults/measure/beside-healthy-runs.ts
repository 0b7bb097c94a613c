/** Runs that harm their process beside healthy ones: whether these succeed, are charged nothing, and how much later they end than without the culprit. */
import { DEFAULT_TIMING } from "../../../runtime/timing.ts";
import { until } from "../../support/until.ts";
import type { Harm } from "../graphs/culprit.ts";
import { type FaultDesk, faultDesk } from "../graphs/fault-desk.ts";
import type { Protection } from "../inject/disable-protections.ts";
import type { FaultWorkerOptions } from "../processes/fault-worker.ts";
import { type Fleet, startFleet } from "../processes/fleet.ts";
import { isFullRun, type Tally } from "./promise.ts";
import { firstViolation, runTrials, type Violation } from "./run-trials.ts";

const HEALTHY = isFullRun ? 50 : 10;
const WORKERS = isFullRun ? 3 : 2;
const SLOW_MS = isFullRun ? 3_000 : 1_500;
const LONGEST_DELAY_MS = 10_000;
const PATIENCE_MS = 120_000;
const PATIENCE_WITHOUT_MS = 6_000;
/** Nothing but what blocks is shorter than for users. */
const timing = { slots: 20, blockedToDeathMs: isFullRun ? 6_000 : 4_000 };
/** The most that a slow machine is made allowance for. */
const SLOWEST = 5;

export interface Beside {
  readonly harm: (trial: number) => Harm;
  /** How often the culprit may be begun. */
  readonly starts: number;
  readonly worker?: Partial<FaultWorkerOptions>;
  readonly heapMb?: number;
  /** No process may end. */
  readonly isContained?: boolean;
  readonly without: readonly Protection[];
}

export async function besideHealthyRuns(trials: number, beside: Beside): Promise<Tally> {
  const desk = await faultDesk([], { idle: true });
  const isOff = beside.without.length > 0;
  const process = { ...(beside.heapMb && { heapMb: beside.heapMb }) };
  // without protection nothing is timed
  const control = isOff ? 0 : await lastWithout(desk);
  const slowness = Math.min(SLOWEST, Math.max(1, control / SLOW_MS));
  // on a machine that is slow without a culprit, too, a heartbeat that is late is no death, and a late event loop not blocked
  const deadAfterMs = Math.round(slowness * DEFAULT_TIMING.deadAfterMs);
  const blockedToDeathMs = Math.round(slowness * timing.blockedToDeathMs);
  const options = { url: desk.url, timing: { ...timing, deadAfterMs, blockedToDeathMs }, without: beside.without, ...beside.worker };
  const fleet = await startFleet(isOff ? 1 : WORKERS, options, process);
  const delays: number[] = [];
  const tally = await runTrials({ trials, width: 1 }, (trial) => oneCulprit({ desk, fleet, beside, control, slowness, delays }, trial));
  await fleet.stop();
  await desk.runtime.stop();
  return { ...tally, note: `longest delay ${seconds(Math.max(0, ...delays))} (${seconds(control)} without the culprit)` };
}

/** How long healthy runs take here without a culprit. */
async function lastWithout(desk: FaultDesk): Promise<number> {
  const fleet = await startFleet(WORKERS, { url: desk.url, timing }, {});
  const took = await lasted(desk, await beginHealthy(desk));
  await fleet.stop();
  return median(took);
}

interface Trial {
  readonly desk: FaultDesk;
  readonly fleet: Fleet;
  readonly beside: Beside;
  /** How long a healthy run takes here without a culprit. */
  readonly control: number;
  /** 1 on a machine that has nothing else to do. */
  readonly slowness: number;
  readonly delays: number[];
}

async function oneCulprit({ desk, fleet, beside, control, slowness, delays }: Trial, trial: number): Promise<Violation> {
  const patience = beside.without.length > 0 ? PATIENCE_WITHOUT_MS : PATIENCE_MS;
  const before = fleet.deaths;
  const healthy = await beginHealthy(desk);
  const culprit = await desk.begin({ harm: beside.harm(trial) }, "culprit");
  const took = await lasted(desk, healthy, patience);
  const end = await desk.settled(culprit.thread_id, beside.without.length > 0 ? 0 : patience).catch(() => "restarted for ever");
  const starts = await startsOf(desk, [culprit.run_id]);
  const charged = (await startsOf(desk, healthy)).filter((run) => run.starts > 1).length;
  const longest = Math.max(...took) - control;
  delays.push(longest);
  const attempts = starts[0]?.attempts ?? 0;
  // the last attempt of a quarantined run is refused before it begins
  const begun = beside.isContained ? attempts : attempts - 1;
  return firstViolation({
    [`${HEALTHY - took.length} healthy runs did not succeed`]: took.length === HEALTHY,
    [`${charged} healthy runs charged`]: charged === 0,
    [`the culprit is ${end} after ${begun} starts: ${await deathsOf(desk, culprit.run_id)}`]:
      isEnded(end, beside) && begun <= beside.starts,
    [`${fleet.deaths - before} processes have ended`]: !beside.isContained || fleet.deaths === before,
    // the slower this machine is, the longer everything may take
    [`a healthy run ended ${seconds(longest)} late`]: !isFullRun || longest <= LONGEST_DELAY_MS * slowness,
  });
}

/** What is late because its run has ended keeps that end. */
const isEnded = (status: string, { isContained }: Beside): boolean => status === "error" || (isContained === true && status === "idle");

/** Resolves to their ids once all of them work. */
async function beginHealthy({ begin, database }: FaultDesk): Promise<string[]> {
  const script = { noAsk: true, slow: "n2", slowMs: SLOW_MS };
  const runs = await Promise.all(Array.from({ length: HEALTHY }, () => begin({ script }, "steps")));
  const ids = runs.map(({ run_id }) => run_id);
  await until(
    "their start",
    async () => {
      const waiting = await database.sql.query("select 1 from signalbox.runs where id = any($1) and status = 'pending'", [ids]);
      return waiting.length === 0;
    },
    PATIENCE_MS,
  );
  return ids;
}

/** How long each of those took that succeed in time. */
async function lasted({ database }: FaultDesk, ids: readonly string[], patienceMs = PATIENCE_MS): Promise<number[]> {
  const look = () =>
    database.sql.query<{ status: string; ms: number }>(
      "select status, extract(epoch from ended_at - created_at)::float8 * 1000 as ms from signalbox.runs where id = any($1)",
      [ids],
    );
  const isOver = async () => (await look()).every(({ status }) => status !== "running" && status !== "pending");
  await until("the end of the healthy runs", isOver, patienceMs).catch(() => {});
  return (await look()).filter(({ status }) => status === "success").map(({ ms }) => ms);
}

const startsOf = ({ database }: FaultDesk, ids: readonly string[]) =>
  database.sql.query<{ starts: number; attempts: number }>("select starts, attempts from signalbox.runs where id = any($1)", [ids]);

/** What is on record of each death of its worker. */
async function deathsOf({ database }: FaultDesk, run: string): Promise<string> {
  const rows = await database.sql.query<{ what: string; detail: unknown }>(
    "select what, detail from signalbox.audit where run_id = $1 order by id",
    [run],
  );
  return rows.map(({ what, detail }) => `${what} ${JSON.stringify(detail)}`).join("; ");
}

function median(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
