/** G6: people who may not decide try to over HTTP, and people who may decide try it on changed state. Every attempt is audited. */
import { FencedSaver } from "../../../persistence/checkpointer/saver.ts";
import { fourEyes, desk as vocabulary } from "../../fixtures/refund-desk.ts";
import { type FaultDesk, faultDesk } from "../graphs/fault-desk.ts";
import { type Http, serveOverHttp } from "../measure/http.ts";
import { measurePromise, type Tally } from "../measure/promise.ts";
import { runTrials, sumTallies } from "../measure/run-trials.ts";

const lead = { decision: "approve", roles: ["lead"] };
/** rita requested the payment, and cleo the clerk has checked it. */
const notAllowed: readonly (readonly [who: object, status: number])[] = [
  [{ ...lead, by: "eve", roles: ["clerk"] }, 403],
  [{ ...lead, by: "eve", roles: ["head"] }, 403],
  [{ ...lead, by: "eve", roles: [] }, 403],
  [{ ...lead, by: "rita" }, 403],
  [{ ...lead, by: "cleo" }, 403],
  [lead, 403],
];
const tooLate = Array.from({ length: 7 }, (_, index) => ({ ...lead, by: `late-${index}` }));

/** The payment without its rules: anyone with one of two roles decides alone, also on changed state. */
function withoutRules() {
  const { nodes, ...graph } = JSON.parse(JSON.stringify(fourEyes()));
  const { bind: _, ...payment } = nodes.payment;
  return vocabulary.loadGraph(
    JSON.stringify({ ...graph, nodes: { ...nodes, payment: { ...payment, by: ["lead", "clerk"] } } }),
    "without-rules.yaml",
  );
}

measurePromise({
  promise: "only permitted people decide, and only on what they were shown",
  off: "a question without `not`, `count` and `bind`",
  trials: { full: 30, quick: 4, off: 1 },
  protections: ["custom"],
  async measure(trials, without) {
    const desk = await faultDesk([], { graph: without.length > 0 ? withoutRules() : fourEyes() });
    const http = await serveOverHttp(desk.runtime);
    const tallies: Tally[] = [];
    for (let trial = 0; trial < trials; trial++) tallies.push(await attemptsAt(desk, http, trial + 1));
    await http.close();
    await desk.runtime.stop();
    return sumTallies(...tallies);
  },
});

/** `amount`: what is paid, the message's length; each trial has its own. */
async function attemptsAt(desk: FaultDesk, http: Http, amount: number): Promise<Tally> {
  const { thread_id, id } = await paying(desk, "x".repeat(amount));
  const decide = (body: object) => http.send("POST", `/interrupts/${id}/decision`, body);
  const one = (what: string, body: object, expected: string) =>
    runTrials({ trials: 1, width: 1 }, async () => {
      const { status, body: answer } = await decide(body);
      const seen = `${status} ${answer.code ?? answer.status}`;
      return seen === expected ? undefined : `${what}: ${seen}, not ${expected}`;
    });
  const tallies: Tally[] = [];
  for (const [who, status] of notAllowed) tallies.push(await one(JSON.stringify(who), who, `${status} NOT_ALLOWED_TO_DECIDE`));
  await overwriteAmount(desk, thread_id, 1_000_000);
  tallies.push(await one("on changed state", { ...lead, by: "ann" }, "409 SHOWN_STATE_CHANGED"));
  await overwriteAmount(desk, thread_id, amount);
  tallies.push(await one("the first of two", { ...lead, by: "ann" }, "200 pending"));
  tallies.push(await one("the same person again", { ...lead, by: "ann" }, "409 ALREADY_DECIDED"));
  const together = await Promise.all(tooLate.map(decide));
  const accepted = together.filter(({ status }) => status === 200).length;
  const status = await desk.settled(thread_id);
  const paid = (await desk.payments()).filter((each) => each === amount).length;
  const isRight = accepted === 1 && status === "idle" && paid === 1;
  if (!isRight) console.log(`together: ${accepted} accepted, ${paid} payments, ${status}`);
  tallies.push({ trials: tooLate.length, violations: isRight ? 0 : 1 });
  const attempts = tallies.reduce((all, { trials }) => all + trials, 0);
  return sumTallies(...tallies, await checkAudit(desk, id, attempts));
}

async function paying(desk: FaultDesk, message: string): Promise<{ thread_id: string; id: string }> {
  const { runtime } = desk;
  const { thread_id } = await runtime.threads.create({});
  await runtime.runs.create(thread_id, { assistant_id: "refund-desk", input: { message }, by: "rita" });
  await runtime.interrupts.decide({ id: (await desk.question(thread_id)).id, decision: "yes", by: "cleo", roles: ["clerk"] });
  return { thread_id, id: (await desk.question(thread_id)).id };
}

/** Changes the amount of a waiting thread directly in its checkpoint, because the runtime refuses it. */
async function overwriteAmount({ database }: FaultDesk, thread_id: string, amount: number): Promise<void> {
  const saver = new FencedSaver(database);
  const tuple = await saver.getTuple({ configurable: { thread_id } });
  if (!tuple) throw new Error("no checkpoint");
  const { checkpoint, config, metadata } = tuple;
  const version = saver.getNextVersion(checkpoint.channel_versions.amount as number);
  const changed = {
    ...checkpoint,
    channel_values: { ...checkpoint.channel_values, amount },
    channel_versions: { ...checkpoint.channel_versions, amount: version },
  };
  await saver.put(config, changed, metadata ?? { source: "update", step: 0, parents: {} }, { amount: version });
}

/** Each attempt has its audit row with the person. */
async function checkAudit({ database }: FaultDesk, interrupt: string, attempts: number): Promise<Tally> {
  const rows = await database.sql.query<{ what: string; by: string | null }>(
    `select what, detail ->> 'by' as by from signalbox.audit where detail ->> 'interrupt' = $1 and what in ('interrupt.refused', 'interrupt.answered', 'interrupt.decided')`,
    [interrupt],
  );
  const isRight = rows.length === attempts && rows.every(({ by }) => by !== null);
  if (!isRight) console.log(`${rows.length} of ${attempts} attempts are audited`);
  return { trials: 1, violations: isRight ? 0 : 1 };
}
