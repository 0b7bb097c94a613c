/** G9: a worker frozen inside a node wakes up after another one has taken its thread. It writes nothing, and each effect is there once. */
import { setTimeout as sleep } from "node:timers/promises";
import { spawnWorker } from "../engine/spawn-worker.ts";
import { startsOf } from "../engine/steps.ts";
import { until } from "../engine/until.ts";
import { keeps } from "./promise.ts";
import { weakenedDesk } from "./weakened-desk.ts";

const timing = { deadAfterMs: 1_500, beatMs: 300 };

keeps({
  ...{ id: "G9", promise: "a frozen worker that wakes up writes nothing; effects once", off: "writes prove no lease" },
  trials: { full: 20, quick: 1, off: 1 },
  protections: ["fence"],
  async measure(trials, without) {
    const desk = await weakenedDesk([], { idle: true, timing });
    let violations = 0;
    for (let trial = 0; trial < trials; trial++) {
      const frozen = await spawnWorker({ url: desk.url, timing, without });
      const { thread_id } = await desk.begin({ script: { noAsk: true, slow: "n2", slowMs: 800, deaf: true } }, "steps");
      await until("n2 begun", async () => (await startsOf(desk.database, thread_id, "n2")) > 0);
      frozen.kill("SIGSTOP");
      const living = await spawnWorker({ url: desk.url, timing, without });
      await desk.settled(thread_id);
      const written = () =>
        desk.database.sql.query(
          `select (select count(*)::int from checkpoints where thread_id = $1) as checkpoints, (select count(*)::int from checkpoint_writes where thread_id = $1) as writes,
             (select count(*)::int from effects where thread_id = $1) as effects, (select count(*)::int from audit where thread_id = $1 and what = 'node.started') as starts`,
          [thread_id],
        );
      const before = JSON.stringify(await written());
      frozen.kill("SIGCONT");
      await sleep(2_500);
      const effects = await desk.database.sql.query("select 1 from effects where thread_id = $1", [thread_id]);
      if (JSON.stringify(await written()) !== before || effects.length !== 6) violations++;
      frozen.kill("SIGKILL");
      living.kill("SIGKILL");
    }
    await desk.runtime.stop();
    return { trials, violations };
  },
});
