/** G5: invalid answers of every sort over HTTP. Each is refused, and the thread still waits and accepts a valid one. */
import { Command, MemorySaver } from "@langchain/langgraph";
import { isRecord } from "../../../language/schema/is-record.ts";
import { pairGraph } from "../../fixtures/pair.ts";
import { type FaultDesk, faultDesk } from "../graphs/fault-desk.ts";
import { type Http, isRefused, serveOverHttp } from "../measure/http.ts";
import { measurePromise, type Tally } from "../measure/promise.ts";
import { runTrials, sumTallies, type Violation } from "../measure/run-trials.ts";

/** For a question that accepts approve, edit with an amount, or reject with a text. */
const wrong: readonly unknown[] = [
  ...[
    { decision: "maybe" },
    { decision: "expired" },
    { decision: "__proto__" },
    { decision: "" },
    { decision: 1 },
    { decision: ["approve"] },
  ],
  ...[{ decision: "approve", form: { amount: 1 } }, { decision: "edit" }, { decision: "edit", form: { amount: -1 } }],
  ...[
    { decision: "edit", form: { amount: "7" } },
    { decision: "edit", form: [] },
  ],
  ...[{ decision: "reject" }, { decision: "reject", form: { text: "" } }, { decision: "approve", resume: "yes" }, { approve: true }],
  ...[{ resume: null }, { resume: "yes" }, { resume: { decision: "maybe" } }, {}, null, "approve", ["approve"], 1],
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

measurePromise({
  promise: "an invalid answer never breaks a thread",
  off: "raw LangGraph, one value for two open questions",
  trials: { full: 20, quick: 2, off: 3 },
  protections: ["custom"],
  async measure(trials, without) {
    if (without.length > 0) return rawLangGraph(trials);
    const desk = await faultDesk([]);
    const http = await serveOverHttp(desk.runtime);
    const tallies: Tally[] = [];
    for (let round = 0; round < trials; round++)
      tallies.push(await wrongAnswers(desk, http, round), await staleAnswers(desk, http, round), await bareValues(desk, http));
    await http.close();
    await desk.runtime.stop();
    return sumTallies(...tallies);
  },
});

/** Refused for what it says, not for who says it. */
const asLead = (answer: unknown): unknown => (isRecord(answer) ? { ...answer, roles: ["lead"] } : answer);

async function wrongAnswers(desk: FaultDesk, http: Http, round: number): Promise<Tally> {
  const { thread_id } = await desk.begin({ message: `wrong ${round}` });
  const { id } = await desk.question(thread_id);
  const tally = await runTrials({ trials: wrong.length, width: 4 }, async (index): Promise<Violation> => {
    const answer = await http.send("POST", `/interrupts/${id}/decision`, asLead(wrong[index]));
    const { status } = await desk.runtime.threads.get(thread_id);
    if (!isRefused(answer)) return `${JSON.stringify(wrong[index])} got ${answer.status}`;
    return status === "interrupted" ? undefined : `${JSON.stringify(wrong[index])} left it ${status}`;
  });
  const { body } = await http.send("POST", `/interrupts/${id}/decision`, { decision: "edit", form: { amount: 7 }, roles: ["lead"] });
  const result = (await desk.runtime.runs.join(thread_id, String(body.resume_run_id))) as { receipt?: string };
  return sumTallies(tally, { trials: 1, violations: result.receipt === "paid 7" ? 0 : 1 });
}

/** Answers to a question that is already decided and to one that never existed. */
async function staleAnswers(desk: FaultDesk, http: Http, round: number): Promise<Tally> {
  const { thread_id } = await desk.begin({ message: `stale ${round}?` });
  const { id } = await desk.question(thread_id);
  await desk.runtime.interrupts.decide({ id, decision: "answered", form: { text: "this one" }, roles: ["lead"] });
  const next = await desk.question(thread_id);
  const stale = [
    ["POST", `/interrupts/${id}/decision`, { decision: "answered", form: { text: "that one" } }],
    ["POST", `/interrupts/${id}/decision`, { decision: "approve" }],
    ["POST", "/interrupts/unknown/decision", { decision: "approve" }],
    ["POST", `/threads/${thread_id}/runs`, { assistant_id: "refund-desk", command: { resume: { [id]: { decision: "approve" } } } }],
    ["POST", `/threads/${thread_id}/runs`, { assistant_id: "refund-desk", command: { resume: null } }],
  ] as const;
  const tally = await runTrials({ trials: stale.length, width: 1 }, async (index): Promise<Violation> => {
    const [method, path, body] = stale[index] ?? ["GET", "/", {}];
    const answer = await http.send(method, path, body);
    const { status } = await desk.runtime.interrupts.get(next.id);
    return isRefused(answer) && status === "pending"
      ? undefined
      : `${JSON.stringify(body)} got ${answer.status}, and the question is ${status}`;
  });
  await desk.runtime.interrupts.decide({ id: next.id, decision: "approve", roles: ["lead"] });
  return sumTallies(tally, { trials: 1, violations: (await desk.settled(thread_id)) === "idle" ? 0 : 1 });
}

/** One bare value for two open questions. */
async function bareValues(desk: FaultDesk, http: Http): Promise<Tally> {
  const { thread_id } = await desk.begin({}, "pair");
  await desk.question(thread_id);
  const bare = ["whose?", null, [], { no: "question" }];
  const tally = await runTrials({ trials: bare.length, width: 1 }, async (index): Promise<Violation> => {
    const answer = await http.send("POST", `/threads/${thread_id}/runs`, { assistant_id: "pair", command: { resume: bare[index] } });
    return isRefused(answer) ? undefined : `${JSON.stringify(bare[index])} got ${answer.status}`;
  });
  const { items } = await desk.runtime.interrupts.list({ thread_id, status: "pending", limit: 10, offset: 0 });
  for (const { id, value } of items) await desk.runtime.interrupts.decide({ id, resume: `yes, ${JSON.stringify(value)}` });
  const { values } = await desk.runtime.threads.get(thread_id);
  const status = await desk.settled(thread_id);
  const isRight = items.length === 2 && status === "idle" && values !== null;
  return sumTallies(tally, { trials: 1, violations: isRight ? 0 : 1 });
}
