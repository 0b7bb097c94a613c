/** G7 and G8: a worker is killed with kill -9 inside each node of a run in turn; another goes on, and finished nodes are not run again. */
import { spawnWorker } from "../engine/spawn-worker.ts";
import { startsOf } from "../engine/steps.ts";
import { until } from "../engine/until.ts";
import { keeps } from "./promise.ts";
import { weakenedDesk } from "./weakened-desk.ts";

const nodes = ["n1", "n2", "n3", "ask", "n5", "n6"];

keeps({
  ...{ id: "G7, G8", promise: "a killed worker's run finishes elsewhere", off: "nobody looks out for dead workers" },
  trials: { full: 30, quick: 3, off: 1 },
  protections: ["handover"],
  async measure(trials, without) {
    // as in production: dead after 4 s
    const timing = without.length > 0 ? { deadAfterMs: 3_600_000 } : {};
    const desk = await weakenedDesk([], { idle: true, timing });
    const waitMs = without.length > 0 ? 8_000 : 60_000;
    const took: number[] = [];
    let violations = 0;
    for (let trial = 0; trial < trials; trial++) {
      const kill = nodes[trial % nodes.length] as string;
      const victim = await spawnWorker({ url: desk.url, timing });
      const { thread_id } = await desk.begin({ script: { noAsk: true, slow: kill, slowMs: 60_000, once: true } }, "steps");
      await until(`${kill} begun`, async () => (await startsOf(desk.database, thread_id, kill)) > 0);
      const heir = await spawnWorker({ url: desk.url, timing });
      victim.kill("SIGKILL");
      const killedAt = performance.now();
      const isTaken = until("the hand-over", async () => (await startsOf(desk.database, thread_id, kill)) > 1, waitMs);
      const isOver = await isTaken.then(
        () => true,
        () => false,
      );
      took.push(performance.now() - killedAt);
      if (!isOver || (await desk.settled(thread_id)) !== "idle") violations++;
      else for (const node of nodes) if ((await startsOf(desk.database, thread_id, node)) !== (node === kill ? 2 : 1)) violations++;
      heir.kill("SIGKILL");
    }
    await desk.runtime.stop();
    return { trials, violations, note: `hand-over ${timesOf(took)}` };
  },
});

function timesOf(milliseconds: number[]): string {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (part: number) => `${((sorted[Math.floor((sorted.length - 1) * part)] ?? 0) / 1_000).toFixed(1)} s`;
  return `p50 ${at(0.5)}, p99 ${at(0.99)}`;
}
