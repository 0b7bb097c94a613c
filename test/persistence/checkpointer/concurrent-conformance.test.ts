/** Many threads at once, with forks, subgraphs, parallel tasks and lost leases: each must read what MemorySaver, or its writer, says it has. */
import { setTimeout as sleep } from "node:timers/promises";
import {
  type BaseCheckpointSaver,
  type ChannelVersions,
  type Checkpoint,
  type CheckpointMetadata,
  ERROR,
  INTERRUPT,
  MemorySaver,
  type PendingWrite,
} from "@langchain/langgraph-checkpoint";
import { beforeAll, expect, it } from "vitest";
import { EPOCH } from "../../../language/terms/run-keys.ts";
import { FencedSaver } from "../../../persistence/checkpointer/saver.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { describeOnBoth } from "../../support/databases.ts";

const metadata: CheckpointMetadata = { source: "loop", step: 1, parents: {} };
const namespaces = ["", "child:1"];
const channels = ["a", "b", "c"];

/** Pseudo-random numbers below `most`: a failure can be repeated. */
function randomFrom(seed: number): (most: number) => number {
  let state = seed + 1;
  return (most) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % most;
  };
}

interface Known {
  readonly namespace: string;
  readonly checkpoint: Checkpoint;
}

/** One thread's life, told to both savers. */
class Walk {
  readonly #savers: readonly [FencedSaver, MemorySaver];
  readonly #thread: string;
  readonly #below: (most: number) => number;
  readonly known: Known[] = [];

  constructor(savers: readonly [FencedSaver, MemorySaver], seed: number) {
    this.#savers = savers;
    this.#thread = `walk ${seed}`;
    this.#below = randomFrom(seed);
  }

  configOf(namespace: string, id: string | undefined) {
    return { configurable: { thread_id: this.#thread, checkpoint_ns: namespace, ...(id && { checkpoint_id: id }), [EPOCH]: 1 } };
  }

  #any<T>(values: readonly T[]): T | undefined {
    return values[this.#below(values.length)];
  }

  /** From the last checkpoint of a namespace, or, as a fork, from any. */
  async put(): Promise<void> {
    const namespace = this.#any(namespaces) ?? "";
    const before = this.known.filter((known) => known.namespace === namespace);
    const parent = (this.#below(4) === 0 ? this.#any(before) : before.at(-1))?.checkpoint;
    const changed = channels.filter(() => this.#below(2) === 0);
    const versions: ChannelVersions = {};
    for (const channel of changed)
      versions[channel] = this.#savers[0].getNextVersion(parent?.channel_versions[channel] as number | undefined);
    const values = Object.fromEntries(changed.map((channel) => [channel, this.#below(1_000)]));
    const checkpoint: Checkpoint = {
      ...{ v: 4, id: String(this.known.length).padStart(6, "0"), ts: "2026-01-01T00:00:00Z", versions_seen: {} },
      channel_values: { ...parent?.channel_values, ...values },
      channel_versions: { ...parent?.channel_versions, ...versions },
    };
    this.known.push({ namespace, checkpoint });
    const config = this.configOf(namespace, parent?.id);
    await Promise.all(this.#savers.map((saver) => saver.put(config, checkpoint, metadata, versions)));
  }

  /** Of several tasks at once, some for the second time. */
  async putWrites(): Promise<void> {
    const at = this.#any(this.known);
    if (!at) return;
    const config = this.configOf(at.namespace, at.checkpoint.id);
    const tasks = ["t1", "t2", "t3"].slice(0, 1 + this.#below(3));
    const writes = tasks.map((): PendingWrite[] => {
      const special = this.#below(5);
      if (special < 2) return [[special === 0 ? ERROR : INTERRUPT, this.#below(1_000)]];
      return channels.slice(0, 1 + this.#below(3)).map((channel): PendingWrite => [channel, this.#below(1_000)]);
    });
    const all = this.#savers.flatMap((saver) => tasks.map((task, index) => saver.putWrites(config, writes[index] ?? [], task)));
    await Promise.all(all);
  }

  async step(): Promise<void> {
    await (this.#below(2) === 0 ? this.put() : this.putWrites());
  }
}

async function seen(saver: BaseCheckpointSaver, config: object) {
  const tuple = await saver.getTuple(config);
  return (
    tuple && {
      ...{ id: tuple.checkpoint.id, values: tuple.checkpoint.channel_values, parent: tuple.parentConfig?.configurable?.checkpoint_id },
      writes: tuple.pendingWrites?.map((write) => JSON.stringify(write)).sort(),
    }
  );
}

const THREADS = 16;
const STEPS = 24;

describeOnBoth("concurrent threads", (open) => {
  let database: Database;
  let saver: FencedSaver;
  beforeAll(async () => {
    database = await open();
    saver = new FencedSaver(database);
  });

  it("are read as MemorySaver reads them", async () => {
    const memory = new MemorySaver();
    await database.sql.query("insert into signalbox.leases (thread, epoch) select 'walk ' || n, 1 from generate_series(0, $1) n", [
      THREADS,
    ]);
    const walks = Array.from({ length: THREADS }, (_, index) => new Walk([saver, memory], index));
    await Promise.all(
      walks.map(async (walk) => {
        for (let step = 0; step < STEPS; step++) await walk.step();
      }),
    );
    let compared = 0;
    for (const walk of walks) {
      const places = walk.known.map(({ namespace, checkpoint }) => walk.configOf(namespace, checkpoint.id));
      for (const config of [...places, ...namespaces.map((namespace) => walk.configOf(namespace, undefined))]) {
        expect(await seen(saver, config)).toEqual(await seen(memory, config));
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(THREADS * 10);
  });

  it("have exactly what was acknowledged, in that order, while their leases change hands", async () => {
    const leases = "insert into signalbox.leases (thread, epoch) select 'lost ' || n, 1 from generate_series(0, $1) n";
    await database.sql.query(leases, [THREADS]);
    const epochOf = async (thread: string) =>
      (await database.sql.query<{ epoch: number }>("select epoch from signalbox.leases where thread = $1", [thread]))[0]?.epoch ?? 0;
    let isOver = false;
    let refused = 0;
    const take = (thread: string) => database.sql.query("update signalbox.leases set epoch = epoch + 1 where thread = $1", [thread]);
    const taking = (async () => {
      for (let turn = 0; !isOver; turn++) {
        await take(`lost ${turn % THREADS}`);
        await sleep(1);
      }
    })();
    await Promise.all(
      Array.from({ length: THREADS }, async (_, index) => {
        const thread = `lost ${index}`;
        const acknowledged: string[] = [];
        let epoch = 1;
        let parent: string | undefined;
        for (let step = 0; step < STEPS; step++) {
          // however slow the others are, each loses its lease
          if (step === index) await take(thread);
          const id = String(step);
          const config = {
            configurable: { thread_id: thread, checkpoint_ns: "", ...(parent && { checkpoint_id: parent }), [EPOCH]: epoch },
          };
          const checkpoint: Checkpoint = { v: 4, id, ts: "", channel_values: {}, channel_versions: {}, versions_seen: {} };
          const outcome = await saver.put(config, checkpoint, metadata, {}).then(
            () => "stored",
            ({ code }) => code,
          );
          if (outcome === "stored") {
            acknowledged.push(id);
            parent = id;
            continue;
          }
          expect(outcome).toBe("FENCED");
          refused++;
          epoch = await epochOf(thread);
        }
        const rows = await database.sql.query<{ id: string }>(
          "select checkpoint_id as id from signalbox.checkpoints where thread_id = $1 order by seq",
          [thread],
        );
        expect(rows.map(({ id }) => id)).toEqual(acknowledged);
      }),
    );
    isOver = true;
    await taking;
    expect(refused).toBeGreaterThanOrEqual(THREADS);
  });
});
