/** G4: the process that decides is killed before each statement of its decision. */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ended } from "../engine/spawn-worker.ts";
import type { DeciderOptions } from "./decider.ts";
import { keeps } from "./promise.ts";
import { weakenedDesk } from "./weakened-desk.ts";

/** More than a decision has statements: the last ones kill nobody. */
const BOUNDARIES = 12;

async function decideAndDie(options: DeciderOptions): Promise<void> {
  const script = fileURLToPath(new URL("./decider.ts", import.meta.url));
  await ended(fork(script, [JSON.stringify(options)], { execArgv: [], stdio: ["ignore", "inherit", "inherit", "ipc"] }));
}

const refused = (deciding: Promise<unknown>): Promise<boolean> =>
  deciding.then(
    () => false,
    () => true,
  );

keeps({
  ...{ id: "G4", promise: "a decision is never lost", off: "each statement is a transaction of its own" },
  trials: { full: 5 * BOUNDARIES, quick: 4, off: BOUNDARIES },
  protections: ["transaction"],
  async measure(trials, without) {
    const desk = await weakenedDesk([]);
    let violations = 0;
    for (let trial = 0; trial < trials; trial++) {
      const { thread_id } = await desk.begin({ script: {} }, "steps");
      const { id } = await desk.question(thread_id);
      const dieBefore = trials < BOUNDARIES ? 2 + trial * 3 : trial % BOUNDARIES;
      await decideAndDie({ url: desk.url, id, dieBefore, without });
      const { status } = await desk.runtime.interrupts.get(id);
      const isOpen = status === "pending";
      const isRefused = isOpen && (await refused(desk.runtime.interrupts.decide({ id, resume: "yes" })));
      if (isRefused || !(await finished(thread_id))) violations++;
    }
    await desk.runtime.stop();
    return { trials, violations };

    async function finished(thread: string): Promise<boolean> {
      for (let look = 0; look < 100; look++) {
        const { status, values } = await desk.runtime.threads.get(thread);
        if (status === "idle") {
          const effects = await desk.database.sql.query("select 1 from effects where thread_id = $1 and node = 'ask'", [thread]);
          return effects.length === 1 && values?.answer === "yes";
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return false;
    }
  },
});
