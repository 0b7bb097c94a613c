/** The child's side of a contender: carries out the runs that it is asked for, and answers what they took. */
import type { Load, Sample } from "../scene/contender.ts";

const WARM_UP = 20;

/** `run` carries out one run, and throws when its result is wrong. */
export async function answerLoads(run: () => Promise<void>): Promise<void> {
  await repeat({ runs: WARM_UP, clients: 4 }, run);
  process.on("message", (load: Load) => {
    measured(load, run).then(
      (sample) => process.send?.(sample),
      (error: unknown) => process.send?.({ error: String(error) }),
    );
  });
  process.send?.({ ready: true });
}

async function measured(load: Load, run: () => Promise<void>): Promise<Sample> {
  const [began, before] = [performance.now(), process.cpuUsage()];
  await repeat(load, run);
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - began) / 1_000, cpuMs: (user + system) / 1_000 };
}

export async function repeat({ runs, clients }: Load, run: (client: number) => Promise<void>): Promise<void> {
  let left = runs;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      while (left-- > 0) await run(client);
    }),
  );
}
