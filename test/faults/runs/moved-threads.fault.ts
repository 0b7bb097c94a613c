/** G11: threads that wait are moved to another version by two processes at once, while a person decides under the old one. What is compared: only the thread's definition is changed. */

import { registryOf } from "../../../language/registry/registry-of.ts";
import { definitionOf } from "../../../language/versions/fingerprint.ts";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { deploys } from "../../fixtures/refund-desk.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { measurePromise } from "../measure/promise.ts";
import { runTrials, type Violation } from "../measure/run-trials.ts";

const lead = { by: "lea", roles: ["lead"] };

interface Deployed {
  readonly old: Desk;
  readonly next: readonly [Desk, Desk];
}

async function deployed(): Promise<Deployed> {
  const { url } = await freshPostgres();
  const desk = async (graph?: ReturnType<typeof deploys.replaced>) => deskOn(await opened({ url }), graph && { graph });
  return { old: await desk(), next: [await desk(deploys.replaced()), await desk(deploys.replaced())] };
}

const stop = ({ old, next }: Deployed) => Promise.all([old, ...next].map(({ runtime }) => runtime.stop()));

async function moveAndDecide({ old, next }: Deployed, index: number): Promise<Violation> {
  const { thread_id } = await old.begin({ message: "x".repeat(index + 1) });
  const { id } = await old.question(thread_id);
  const outcomes: string[] = [];
  const adopt = async ({ runtime }: Desk) => {
    outcomes.push((await runtime.threads.adopt(thread_id, { to: 5, map: { approval: "signOff" }, by: "olga" })).outcome);
  };
  const decide = () => old.runtime.interrupts.decide({ id, decision: "approve", ...lead });
  const works = index % 2 ? [adopt(next[0]), decide(), adopt(next[1])] : [decide(), adopt(next[0]), adopt(next[1])];
  const isDecided = (await Promise.allSettled(works))[index % 2 ? 1 : 0]?.status === "fulfilled";
  const moved = outcomes.filter((outcome) => outcome === "adopted").length;
  if (moved + (isDecided ? 1 : 0) !== 1) return `decided: ${isDecided}, moved ${moved} times`;
  if (!isDecided) {
    const question = await next[0].question(thread_id);
    if (question.id === id) return "the old question is open";
    await next[1].runtime.interrupts.decide({ id: question.id, decision: "approve", ...lead });
  }
  return paidOnce(old, thread_id, index);
}

async function paidOnce(desk: Desk, thread: string, index: number): Promise<Violation> {
  await desk.settled(thread).catch(async (error: Error) => {
    const runs = await desk.database.sql.query(
      "select r.*, l.worker, l.epoch, l.history from signalbox.runs r left join signalbox.leases l on l.thread = r.thread_id where thread_id = $1",
      [thread],
    );
    throw new Error(`${error.message}: ${JSON.stringify(runs)}`);
  });
  const payments = (await desk.payments()).filter((amount) => amount === index + 1);
  return payments.length === 1 ? undefined : `paid ${payments.length} times`;
}

async function definitionAlone({ old, next: [desk] }: Deployed, index: number): Promise<Violation> {
  const { thread_id } = await old.begin({ message: "x".repeat(index + 1) });
  const { id } = await old.question(thread_id);
  const { hash } = definitionOf(registryOf(deploys.replaced()), deploys.replaced());
  await desk.database.sql.query("update signalbox.threads set definition_hash = $2 where id = $1", [thread_id, hash]);
  await desk.runtime.interrupts.decide({ id, decision: "approve", ...lead }).catch(() => {});
  return paidOnce(desk, thread_id, index);
}

measurePromise({
  promise: "a thread that is moved to another version is asked anew once, and a decision at the same instant is carried out or refused",
  off: "only the thread's definition is changed",
  trials: { full: 200, quick: 6, off: 3 },
  protections: ["custom"],
  async measure(trials, without) {
    const processes = await deployed();
    const trial = without.length > 0 ? definitionAlone : moveAndDecide;
    return runTrials({ trials, width: 2 }, (index) => trial(processes, index)).finally(() => stop(processes));
  },
});
