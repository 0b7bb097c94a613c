/** G5: wrong answers of every sort; the thread still waits, and takes the right one. */
import { Command, MemorySaver } from "@langchain/langgraph";
import { pairGraph } from "../engine/pair.ts";
import { keeps, type Tally } from "./promise.ts";
import { weakenedDesk } from "./weakened-desk.ts";

const wrong = [
  { decision: "maybe" },
  { decision: "approve", form: { amount: 1 } },
  { decision: "edit", form: { amount: -1 } },
  { decision: "reject" },
  { decision: "expired" },
  { resume: null },
  { resume: "yes" },
  {},
];

/** Raw LangGraph: one bare value answers both questions. */
async function rawLangGraph(trials: number): Promise<Tally> {
  let violations = 0;
  for (let trial = 0; trial < trials; trial++) {
    const graph = pairGraph();
    graph.checkpointer = new MemorySaver();
    const config = { configurable: { thread_id: String(trial) } };
    await graph.invoke({} as never, config);
    const result = await graph.invoke(new Command({ resume: "whose?" }) as never, config).catch(() => ({}));
    if ("left" in (result as object) && "right" in (result as object)) violations++;
  }
  return { trials, violations };
}

keeps({
  ...{ id: "G5", promise: "a bad answer never poisons a thread", off: "raw LangGraph, a bare value with two questions open" },
  trials: { full: 400, quick: 8, off: 3 },
  protections: ["validation"],
  async measure(trials, without) {
    if (without.length > 0) return rawLangGraph(trials);
    const desk = await weakenedDesk([]);
    let violations = 0;
    for (let trial = 0; trial < trials; trial += wrong.length) {
      const { thread_id } = await desk.begin({ message: `wrong ${trial}` });
      const { id } = await desk.question(thread_id);
      for (const answer of wrong) {
        const refused = await desk.runtime.interrupts.decide({ id, ...answer }).then(
          () => false,
          ({ code }) => code === "INVALID_DECISION",
        );
        if (!refused || (await desk.runtime.threads.get(thread_id)).status !== "interrupted") violations++;
      }
      const { resume_run_id } = await desk.runtime.interrupts.decide({ id, decision: "edit", form: { amount: 7 } });
      const result = (await desk.runtime.runs.join(thread_id, resume_run_id ?? "")) as { receipt?: string };
      if (result.receipt !== "paid 7") violations++;
    }
    await desk.runtime.stop();
    return { trials, violations };
  },
});
