/** G15: what executes, stores and announces a run's events fails while clients at two other processes read it. */
import type { Database } from "../../../persistence/connection/database.ts";
import { prepareDatabase } from "../../../persistence/schema/prepare-database.ts";
import { deskOn } from "../../fixtures/desk.ts";
import { opened } from "../../support/databases.ts";
import { createPostgresDatabase } from "../../support/postgres-database.ts";
import { freePort } from "../../support/servers/free-port.ts";
import { ownPostgres } from "../../support/servers/own-postgres.ts";
import { until } from "../../support/until.ts";
import { suiteGraphs } from "../graphs/suite-graphs.ts";
import { disableProtections, type Protection } from "../inject/disable-protections.ts";
import { type TcpProxy, tcpProxy } from "../inject/tcp-proxy.ts";
import { measurePromise } from "../measure/promise.ts";
import { firstViolation, runTrials } from "../measure/run-trials.ts";
import { spawnFaultWorker } from "../processes/spawn-fault-worker.ts";
import { begin, brokenOrder, differenceBetween, type Given, type Reader, read, readOver, withoutLost } from "./readers.ts";

/** 2.4 s. */
const TALK = { turns: 3, words: 40, pause: 20 };
const EVENTS = 128;

interface Scene {
  readonly url: string;
  /** Processes that execute nothing. The last gets no notifications. */
  readonly there: Reader;
  readonly third: Reader;
  readonly deaf: Reader;
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
  "the client's own server, which is the worker, is killed": async ({ worker }) => void worker.kill("SIGKILL"),
  "the reader gets no notifications": async () => {},
} satisfies Record<string, (at: { scene: Scene; worker: Awaited<ReturnType<typeof spawnFaultWorker>> }) => Promise<void>>;

const names = Object.keys(faults) as (keyof typeof faults)[];

measurePromise({
  promise:
    "a stream goes on when the run's worker, the database or notifications fail: each attempt has ids of its own, and every reader is given the same",
  off: "a later attempt gives its events the ids of the one before",
  trials: { full: 24, quick: 6, off: 2 },
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
    for (const { runtime } of [scene.there, scene.third, scene.deaf]) await runtime.stop();
    await scene.proxy.close();
    return { ...tally, note: [...counts].map(([name, count]) => `${name}: ${count}`).join(", ") };
  },
});

async function oneRun(scene: Scene, name: keyof typeof faults, at: number): Promise<string | undefined> {
  // heartbeats that are late because the machine is busy are not measured here
  const timing = { slots: 1, deadAfterMs: 10_000 };
  const { url, without } = scene;
  const [port, next] = [await freePort(), await freePort()];
  const worker = await spawnFaultWorker({ url, without, timing, port });
  const run = await begin(scene.there, "talk", TALK);
  let injected: Promise<unknown> | undefined;
  const onEvent = ({ id }: { readonly id: string }) => {
    if (Number(id) >= at) injected ??= Promise.resolve(faults[name]({ scene, worker }));
  };
  const isAtWorker = name === "the client's own server, which is the worker, is killed";
  const reader = name === "the reader gets no notifications" ? scene.deaf : scene.there;
  const live = isAtWorker ? readOver(`http://127.0.0.1:${port}`, run, { onEvent }) : read(reader, run, { onEvent });
  await until("the fault", async () => injected !== undefined, 120_000);
  await injected;
  const successor = await spawnFaultWorker({ url, without, timing, port: next });
  const before = await live;
  const after = isAtWorker ? await readOver(`http://127.0.0.1:${next}`, run, { after: before.at(-1)?.[0] ?? -1 }) : [];
  const given = [...before, ...after];
  const late = await read(scene.third, run);
  for (const process of [worker, successor]) process.kill("SIGKILL");
  const { status } = await scene.third.runtime.runs.get(run.thread_id, run.run_id);
  return (
    brokenOrder(given) ??
    differenceBetween(isAtWorker ? withoutLost(given, late) : given, late) ??
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
  const reader = async (database: Database): Promise<Reader> => {
    disableProtections(database, without);
    return deskOn(database, { graphs: suiteGraphs(database), timing: { slots: 0 } });
  };
  return {
    ...{ url, proxy, without, there: await reader(first), third: await reader(await opened({ url })) },
    deaf: await reader({ ...(await opened({ url })), canListen: false, listen: async () => async () => {} }),
    restart: () => server.restart(),
  };
}
