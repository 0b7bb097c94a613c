/** G21: acts that would make a waiting thread forget its question are refused; and a deadline and a person at one instant are one decision. */
import { keeps } from "./promise.ts";
import { weakenedDesk } from "./weakened-desk.ts";

const acts = ["input", "enqueue", "edit", "delete"] as const;

keeps({
  ...{ id: "G21", promise: "a pending question is never orphaned", off: "open questions are not looked for" },
  trials: { full: 80, quick: 8, off: 4 },
  protections: ["orphan"],
  async measure(trials, without) {
    const asking = await weakenedDesk([]);
    const acting = await weakenedDesk(without, { url: asking.url, idle: true });
    const { runs, threads } = acting.runtime;
    let violations = 0;
    for (let trial = 0; trial < trials; trial++) {
      const { thread_id } = await asking.begin({ message: `waits ${trial}` });
      const { id } = await asking.question(thread_id);
      const request = { assistant_id: "refund-desk", input: { message: "other" } };
      const act = {
        input: () => runs.create(thread_id, request),
        enqueue: () => runs.create(thread_id, { ...request, multitask_strategy: "enqueue" }),
        edit: () => threads.updateState(thread_id, { values: { message: "edited" }, as_node: "triage" }),
        delete: () => threads.delete(thread_id),
      }[acts[trial % acts.length] ?? "input"];
      const refused = await act().then(
        () => false,
        ({ code }) => code === "THREAD_WAITS",
      );
      const kept = await asking.runtime.interrupts.get(id).then(
        ({ status }) => status === "pending",
        () => false,
      );
      if (!refused || !kept) violations++;
    }
    await asking.runtime.stop();
    await acting.runtime.stop();
    return { trials, violations };
  },
});
