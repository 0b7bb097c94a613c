/** G2: several runs at once on one thread, under each multitask strategy. */
import type { RunRequest } from "../../runtime/run-request.ts";
import { keeps } from "./promise.ts";
import { weakenedDesk } from "./weakened-desk.ts";

const strategies = ["reject", "enqueue", "interrupt", "rollback"] as const;
const NODES = 6;

keeps({
  ...{ id: "G2", promise: "one writer a thread, and the strategies mean what they say", off: "active runs are not looked for" },
  trials: { full: 400, quick: 8, off: 4 },
  protections: ["busy"],
  async measure(trials, without) {
    const desk = await weakenedDesk(without);
    let violations = 0;
    for (let trial = 0; trial < trials; trial++) {
      const multitask_strategy = strategies[trial % strategies.length] as NonNullable<RunRequest["multitask_strategy"]>;
      const count = 2 + (trial % 7);
      const { thread_id } = await desk.runtime.threads.create({});
      const request = { assistant_id: "steps", input: { script: { noAsk: true } }, multitask_strategy };
      const created = await Promise.allSettled(Array.from({ length: count }, () => desk.runtime.runs.create(thread_id, request)));
      const accepted = created.filter(({ status }) => status === "fulfilled").length;
      const status = await desk.settled(thread_id);
      const { values } = await desk.runtime.threads.get(thread_id);
      const finished = (await desk.runtime.runs.list(thread_id, { limit: 20 })).filter((run) => run.status === "success").length;
      const seen = (values?.seen as string[] | undefined)?.length ?? 0;
      const isRight = {
        reject: accepted === 1 && seen === NODES,
        enqueue: accepted === count && finished === count && seen === count * NODES,
        // what was interrupted may have left some of its nodes
        interrupt: accepted === count && finished >= 1 && seen >= finished * NODES,
        rollback: accepted === count && finished >= 1 && seen === finished * NODES,
      }[multitask_strategy];
      if (status !== "idle" || !isRight) violations++;
    }
    await desk.runtime.stop();
    return { trials, violations };
  },
});
