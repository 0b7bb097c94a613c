/** G3: sixteen people decide one question at the same moment. */
import { keeps } from "./promise.ts";
import { weakenedDesk } from "./weakened-desk.ts";

keeps({
  ...{ id: "G3", promise: "one decision an interrupt", off: "the claim takes decided questions, without the thread's lock" },
  trials: { full: 200, quick: 3, off: 3 },
  protections: ["claim"],
  async measure(trials, without) {
    const desk = await weakenedDesk(without);
    let violations = 0;
    for (let trial = 0; trial < trials; trial++) {
      const { thread_id } = await desk.begin({ message: `sixteen ${trial}` });
      const { id } = await desk.question(thread_id);
      const before = (await desk.payments()).length;
      const answers = await Promise.allSettled(
        Array.from({ length: 16 }, (_, index) => desk.runtime.interrupts.decide({ id, decision: "approve", by: `lead-${index}` })),
      );
      await desk.settled(thread_id);
      const accepted = answers.filter(({ status }) => status === "fulfilled").length;
      const told = answers.filter((answer) => answer.status === "rejected" && answer.reason.code === "ALREADY_DECIDED").length;
      if (accepted !== 1 || told !== 15 || (await desk.payments()).length !== before + 1) violations++;
    }
    await desk.runtime.stop();
    return { trials, violations };
  },
});
