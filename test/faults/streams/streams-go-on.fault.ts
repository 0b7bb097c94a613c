/** G15: what executes, stores and announces a run's events fails while clients at two other processes read it. */
import { prepareDatabase } from "../../../persistence/schema/prepare-database.ts";
import { deskOn } from "../../fixtures/desk.ts";
import { opened } from "../../support/databases.ts";
import { createPostgresDatabase } from "../../support/postgres-database.ts";
import { ownPostgres } from "../../support/servers/own-postgres.ts";
import { until } from "../../support/until.ts";
import { suiteGraphs } from "../graphs/suite-graphs.ts";
import { disableProtections, type Protection } from "../inject/disable-protections.ts";
import { type TcpProxy, tcpProxy } from "../inject/tcp-proxy.ts";
import { measurePromise } from "../measure/promise.ts";
import { firstViolation, runTrials } from "../measure/run-trials.ts";
import { spawnFaultWorker } from "../processes/spawn-fault-worker.ts";
import { begin, brokenOrder, differenceBetween, type Given, type Reader, read } from "./readers.ts";

/** 2.4 s. */
const TALK = { turns: 3, words: 40, pause: 20 };
const EVENTS = 128;

interface Scene {
  readonly url: string;
  /** Two processes that execute nothing. */
  readonly there: Reader;
  readonly third: Reader;
  /** Before the connection for notifications of the first. */
  readonly proxy: TcpProxy;
  readonly without: readonly Protection[];
  restart(): Promise<void>;
}

/** Each begins at an event of the run, and resolves when it is over. `worker` executes the run. */
const faults = {
  "the worker is killed": async ({ worker }) => void worker.kill("SIGKILL"),
  "Postgres is restarted": ({ scene }) => scene.restart(),
  "the connection for notifications is cut": async ({ scene }) => scene.proxy.cut(),
  "the worker is stopped": async ({ worker }) => void worker.kill("SIGTERM"),
} satisfies Record<string, (at: { scene: Scene; worker: Awaited<ReturnType<typeof spawnFaultWorker>> }) => Promise<void>>;

const names = Object.keys(faults) as (keyof typeof faults)[];

measurePromise({
  promise:
    "a stream goes on when the run's worker, the database or notifications fail: each attempt has ids of its own, and every reader is given the same",
  off: "a later attempt gives its events the ids of the one before",
  trials: { full: 16, quick: 4, off: 2 },
  protections: ["attemptIds"],
  async measure(trials, without) {
    const scene = await openScene(without);
    const counts = new Map<string, number>();
    const tally = await runTrials({ trials, width: 1 }, async (index) => {
      const name = without.length > 0 ? "the worker is killed" : (names[index % names.length] ?? names[0]);
      if (!name) return "no fault";
      counts.set(name, (counts.get(name) ?? 0) + 1);
      return oneRun(scene, name, 1 + Math.floor((index * (EVENTS - 10)) / trials));
    });
    for (const { runtime } of [scene.there, scene.third]) await runtime.stop();
    await scene.proxy.close();
    return { ...tally, note: [...counts].map(([name, count]) => `${name}: ${count}`).join(", ") };
  },
});

async function oneRun(scene: Scene, name: keyof typeof faults, at: number): Promise<string | undefined> {
  // heartbeats that are late because the machine is busy are not measured here
  const timing = { slots: 1, deadAfterMs: 10_000 };
  const { url, without } = scene;
  const worker = await spawnFaultWorker({ url, without, timing });
  const run = await begin(scene.there, "talk", TALK);
  let injected: Promise<unknown> | undefined;
  const live = read(scene.there, run, {
    onEvent: ({ id }) => {
      if (Number(id) >= at) injected ??= Promise.resolve(faults[name]({ scene, worker }));
    },
  });
  await until("the fault", async () => injected !== undefined, 120_000);
  await injected;
  const successor = await spawnFaultWorker({ url, without, timing });
  const given = await live;
  const late = await read(scene.third, run);
  for (const process of [worker, successor]) process.kill("SIGKILL");
  const { status } = await scene.third.runtime.runs.get(run.thread_id, run.run_id);
  return (
    brokenOrder(given) ??
    differenceBetween(given, late) ??
    firstViolation({ [`${name}: ${status}`]: status === "success", [`${name}: its words are ${wordsOf(given)}`]: wordsOf(given) >= 120 })
  );
}

const wordsOf = (given: readonly Given[]): number => given.filter(([, event]) => event === "messages").length;

async function openScene(without: readonly Protection[]): Promise<Scene> {
  const server = await ownPostgres();
  const { url } = await createPostgresDatabase(server.url);
  const proxy = await tcpProxy(url);
  const first = await opened({ url, directUrl: proxy.url });
  await prepareDatabase(first);
  const reader = async (database: typeof first): Promise<Reader> => {
    disableProtections(database, without);
    return deskOn(database, { graphs: suiteGraphs(database), timing: { slots: 0 } });
  };
  return {
    ...{ url, proxy, without, there: await reader(first), third: await reader(await opened({ url })) },
    restart: () => server.restart(),
  };
}
