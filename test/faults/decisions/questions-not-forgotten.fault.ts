/** G21: requests that could make a waiting thread forget its question. Each is refused with 409, or marks the question as superseded, by whom and why. */
import type { Interrupt } from "../../../runtime/protocol/interrupt.ts";
import { deploys } from "../../fixtures/refund-desk.ts";
import { type FaultDesk, faultDesk } from "../graphs/fault-desk.ts";
import { type Answer, type Http, serveOverHttp } from "../measure/http.ts";
import { measurePromise } from "../measure/promise.ts";
import { firstViolation, runTrials, sumTallies, type Violation } from "../measure/run-trials.ts";

interface Waiting {
  readonly thread: string;
  readonly run: string;
  /** An earlier checkpoint of the thread. */
  readonly checkpoint: string;
}
type Send = Http["send"];
type Act = (send: Send, waiting: Waiting) => Promise<Answer>;

const run =
  (more: object): Act =>
  (send, { thread }) =>
    send("POST", `/threads/${thread}/runs`, { assistant_id: "refund-desk", input: { message: "other" }, ...more });
const strategies = ["reject", "enqueue", "interrupt", "rollback"].map(
  (multitask_strategy) => [`a run by ${multitask_strategy}`, run({ multitask_strategy })] as const,
);

/** Refused, and nothing has changed. */
const refused: Readonly<Record<string, Act>> = {
  "new input": run({}),
  ...Object.fromEntries(strategies),
  "a state edit": (send, { thread }) => send("POST", `/threads/${thread}/state`, { values: { message: "edited" }, as_node: "approval" }),
  "a fork by a run": (send, { thread, checkpoint }) =>
    send("POST", `/threads/${thread}/runs`, { assistant_id: "refund-desk", input: null, checkpoint_id: checkpoint }),
  "a fork by an edit": (send, { thread, checkpoint }) =>
    send("POST", `/threads/${thread}/state`, { values: { message: "forked" }, checkpoint_id: checkpoint, as_node: "approval" }),
  "a retry of its run": (send, { thread, run: id }) => send("POST", `/threads/${thread}/runs/${id}/retry`),
  "its deletion": (send, { thread }) => send("DELETE", `/threads/${thread}`),
};
/** Accepted, and the question still waits. */
const harmless: Readonly<Record<string, Act>> = {
  "a rollback of its run": (send, { thread, run: id }) => send("POST", `/threads/${thread}/runs/${id}/cancel?action=rollback&wait=true`),
  "its run's deletion": (send, { thread, run: id }) => send("DELETE", `/threads/${thread}/runs/${id}`),
};
/** Accepted, and the question records who superseded it. */
const superseding: Readonly<Record<string, Act>> = {
  "a signal": (send, { thread }) => send("POST", `/threads/${thread}/signals/takeOver`, { by: "lee", roles: ["lead"] }),
  "its deletion by name": (send, { thread }) => send("DELETE", `/threads/${thread}?by=lee&reason=asked+twice`),
};
const acts = Object.entries({ ...refused, ...harmless, ...superseding });
const deployed = Object.keys(deploys) as (keyof typeof deploys)[];
const unfitting: readonly string[] = ["unfitting", "replaced"] satisfies (keyof typeof deploys)[];

measurePromise({
  promise: "a pending question is never orphaned",
  off: "open questions are not checked",
  trials: { full: 20 * (acts.length + deployed.length), quick: acts.length + deployed.length, off: 10 },
  protections: ["openQuestions"],
  async measure(trials, without) {
    const asking = await faultDesk([]);
    const acting = await faultDesk(without, { url: asking.url, idle: true });
    const { send, close } = await serveOverHttp(acting.runtime);
    const rounds = Math.ceil(trials / (acts.length + deployed.length));
    const acted = await runTrials({ trials: Math.min(trials, rounds * acts.length), width: 3 }, (trial) => {
      const [name, act] = acts[trial % acts.length] as (typeof acts)[number];
      return afterAct({ asking, send, name, act });
    });
    await close();
    for (const { runtime } of [asking, acting]) await runtime.stop();
    return without.length > 0 ? acted : sumTallies(acted, await afterDeploys(rounds));
  },
});

async function asked(desk: FaultDesk): Promise<Waiting & { question: Interrupt }> {
  const { thread_id, run_id } = await desk.begin({ message: "waits" });
  const question = await desk.question(thread_id);
  const [, earlier] = await desk.runtime.threads.history(thread_id);
  return { thread: thread_id, run: run_id, checkpoint: earlier?.checkpoint?.checkpoint_id ?? "", question };
}

async function afterAct({ asking, send, name, act }: { asking: FaultDesk; send: Send; name: string; act: Act }): Promise<Violation> {
  const { question, ...thread } = await asked(asking);
  const { status } = await act(send, thread);
  if (name in superseding) {
    const by = await supersededBy(asking, thread.thread, question.id);
    return status < 300 && by === "lee" ? undefined : `${name}: ${status}, superseded by ${by}`;
  }
  const isRight = name in refused ? status === 409 : status < 300;
  return firstViolation({
    [`${name}: ${status}`]: isRight,
    [`${name}: the question is lost`]: await isAnswered(asking, thread.thread, question.id),
  });
}

/** Who superseded it, if that is audited with a reason. */
async function supersededBy({ database, settled, runtime }: FaultDesk, thread: string, id: string): Promise<string | undefined> {
  await settled(thread).catch(() => "deleted");
  const [row] = await database.sql.query<{ by: string; why: string | null }>(
    `select detail ->> 'by' as by, coalesce(detail ->> 'why', detail ->> 'reason') as why from signalbox.audit
     where thread_id = $1 and what = 'interrupt.superseded' and detail ->> 'interrupt' = $2`,
    [thread, id],
  );
  const left = await runtime.interrupts.get(id).catch(() => undefined);
  return row?.why && (left === undefined || (left.status === "superseded" && left.decided_by === row.by)) ? row.by : undefined;
}

async function isAnswered({ runtime, settled }: FaultDesk, thread: string, id: string): Promise<boolean> {
  const decided = await runtime.interrupts.decide({ id, decision: "approve", by: "ann", roles: ["lead"] }).catch(() => undefined);
  const status = await settled(thread);
  const { values } = await runtime.threads.get(thread);
  return decided?.status === "decided" && status === "idle" && values?.receipt === "paid 5";
}

/** In a new process with another version, the answer takes the edge of the thread's own version, or is refused and the question still waits. */
async function afterDeploys(rounds: number) {
  const before = await faultDesk([]);
  const threads = await Promise.all(Array.from({ length: rounds * deployed.length }, () => asked(before)));
  await before.runtime.stop();
  const tallies = [];
  for (const [remainder, name] of deployed.entries()) {
    const after = await faultDesk([], { url: before.url, graph: deploys[name]() });
    const mine = threads.filter((_, index) => index % deployed.length === remainder);
    tallies.push(
      await runTrials({ trials: mine.length, width: 3 }, async (index): Promise<Violation> => {
        const { thread = "", question } = mine[index] ?? {};
        if (!unfitting.includes(name))
          return (await isAnswered(after, thread, question?.id ?? "")) ? undefined : `${name}: the question is lost`;
        const refusal = await after.runtime.interrupts
          .decide({ id: question?.id ?? "", decision: "approve", roles: ["lead"] })
          .catch(({ code }) => code);
        const { status } = await after.runtime.interrupts.get(question?.id ?? "");
        return refusal === "DEFINITION_DOES_NOT_FIT" && status === "pending"
          ? undefined
          : `${name}: ${refusal}, and the question is ${status}`;
      }),
    );
    await after.runtime.stop();
  }
  return sumTallies(...tallies);
}
