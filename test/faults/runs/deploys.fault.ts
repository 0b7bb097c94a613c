/** G11, G27 and G23: deploys under threads that wait, and old and new workers beside each other. What is compared: LangGraph alone, the rule of equal fingerprints, workers that take every run. */
import { Command, MemorySaver } from "@langchain/langgraph";
import { vi } from "vitest";
import { registryOf } from "../../../language/registry/registry-of.ts";
import { canonicalJson } from "../../../language/schema/canonical-json.ts";
import { fingerprintOf } from "../../../language/versions/fingerprint.ts";
import { createRuntime } from "../../../runtime/create-runtime.ts";
import { Graphs } from "../../../runtime/graphs/graphs.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { deskOn } from "../../fixtures/desk.ts";
import { type HandBuilt, handBuilt, served } from "../../fixtures/hand-built.ts";
import { deploys, refundDesk } from "../../fixtures/refund-desk.ts";
import { rolling, startedRolling } from "../../fixtures/rolling.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { measurePromise } from "../measure/promise.ts";
import { runTrials, type Violation } from "../measure/run-trials.ts";

const changes: Readonly<Record<string, HandBuilt>> = {
  "the asking node renamed": { asking: "approve" },
  "the next node renamed": { paying: "settle" },
  "a node inserted": { between: true },
  "the nodes reordered": { reordered: true },
  "a channel renamed": { channel: "told" },
  "the question changed": { question: "Really?" },
  "a question inserted": { first: "Who?" },
  "the question removed": { silent: true },
};
const names = Object.keys(changes);
const forms = Object.keys(served);
const nameOf = (index: number) => names[index % names.length] ?? "";

/** The answer is carried out, refused, or another question is asked: never an end without the step behind the answer, nor an answer to another question. */
async function afterChange(url: string, index: number): Promise<Violation> {
  const make = served[forms[index % forms.length] ?? ""];
  if (!make) return "no such form";
  const database = await opened({ url });
  const start = async (change?: HandBuilt) => {
    const runtime = await createRuntime({ database, graphs: { [`g${index}`]: make(change) }, log: consoleLog("silent") });
    await runtime.start();
    return runtime;
  };
  const before = await start();
  const { thread_id } = await before.threads.create({});
  await before.runs.join(thread_id, (await before.runs.create(thread_id, { assistant_id: `g${index}`, input: { text: "hi" } })).run_id);
  const [question] = (await before.interrupts.list({ thread_id, limit: 1, offset: 0 })).items;
  await before.stop();
  const after = await start(changes[nameOf(index)]);
  const decided = await after.interrupts.decide({ id: question?.id ?? "", resume: "yes", by: "ann" }).catch(() => undefined);
  if (decided) await after.runs.join(thread_id, decided.resume_run_id ?? "");
  const run = decided && (await after.runs.get(thread_id, decided.resume_run_id ?? ""));
  const { values } = await after.threads.get(thread_id);
  await after.stop();
  await database.close();
  const said = String(values?.said ?? values?.told ?? "");
  return run?.status === "success" && said !== "answer yes PAID" ? `${nameOf(index)}: a success without the answer: ${said}` : undefined;
}

/** LangGraph alone. */
async function afterChangeAlone(index: number): Promise<Violation> {
  const checkpointer = new MemorySaver();
  const on = (change?: HandBuilt) => Object.assign(handBuilt(change), { checkpointer });
  const config = { configurable: { thread_id: String(index) } };
  await on().invoke({ text: "hi" }, config);
  const ended = await on(changes[nameOf(index)]).invoke(new Command({ resume: "yes" }), config);
  return (ended.said ?? ended.told) === "answer yes PAID" ? undefined : `${nameOf(index)}: ${JSON.stringify(ended)}`;
}

measurePromise({
  promise: "a deploy never ends a waiting thread silently, nor gives an answer to another question",
  off: "LangGraph alone",
  trials: { full: 20 * names.length * forms.length, quick: names.length, off: names.length },
  protections: ["custom"],
  async measure(trials, without) {
    if (without.length > 0) return runTrials({ trials, width: 1 }, afterChangeAlone);
    const { url } = await freshPostgres();
    return runTrials({ trials, width: 1 }, (index) => afterChange(url, index));
  },
});

const versions = ["added", "renamed", "unfitting"] as const;

measurePromise({
  promise: "an addition is not a break, and what was removed or narrowed is refused by name",
  off: "the fingerprints must be equal",
  trials: { full: 60, quick: 6, off: 3 },
  protections: ["custom"],
  async measure(trials, without) {
    if (without.length > 0)
      return runTrials({ trials, width: 1 }, async (index): Promise<Violation> => {
        const version = versions[index % versions.length] ?? "added";
        const today = fingerprintOf(registryOf(deploys[version]()), refundDesk());
        const isEqual = canonicalJson(today) === canonicalJson(fingerprintOf(registryOf(refundDesk()), refundDesk()));
        return isEqual === (version !== "unfitting") ? undefined : `${version}: refused`;
      });
    const { url } = await freshPostgres();
    const before = await deskOn(await opened({ url }));
    const threads = await Promise.all(Array.from({ length: trials }, async () => (await before.begin({ message: "before" })).thread_id));
    const ids = await Promise.all(threads.map(async (thread) => (await before.question(thread)).id));
    await before.runtime.stop();
    const after = Object.fromEntries(
      await Promise.all(
        versions.map(async (version) => [version, await deskOn(await opened({ url }), { graph: deploys[version](), idle: true })] as const),
      ),
    );
    const refusals = new Map<number, unknown>();
    for (const [index, id] of ids.entries()) {
      if (versions[index % versions.length] !== "unfitting") continue;
      const refusal = after.unfitting?.runtime.interrupts.decide({ id, decision: "approve", by: "lea", roles: ["lead"] });
      refusals.set(index, await refusal?.catch(({ code, message }) => `${code} ${message}`));
    }
    // it has the code of the threads' own version
    await after.renamed?.runtime.start();
    return runTrials({ trials, width: 3 }, async (index): Promise<Violation> => {
      const version = versions[index % versions.length] ?? "added";
      const desk = after[version];
      const thread = threads[index] ?? "";
      if (!desk) return "no such version";
      const state = await desk.runtime.threads.state(thread);
      if (state.next[0] !== "approval" || (await desk.runtime.threads.history(thread)).length === 0) return `${version}: it cannot be read`;
      const refusal = String(refusals.get(index));
      const isNamed = /^DEFINITION_DOES_NOT_FIT .*question approve form:edit.cents: stored none, offered required number/.test(refusal);
      if (version === "unfitting") return isNamed ? undefined : `${version}: ${refusal}`;
      const decided = await desk.runtime.interrupts.decide({
        id: ids[index] ?? "",
        decision: "edit",
        form: { amount: 4 },
        by: "lea",
        roles: ["lead"],
      });
      await desk.runtime.runs.join(thread, decided.resume_run_id ?? "");
      const { values } = await desk.runtime.threads.get(thread);
      return values?.receipt === "paid 4" ? undefined : `${version}: ${JSON.stringify(values)}`;
    }).finally(() => after.renamed?.runtime.stop());
  },
});

measurePromise({
  promise: "old and new workers run beside each other: no run is executed by one that lacks its code",
  off: "a worker takes every run",
  trials: { full: 200, quick: 12, off: 8 },
  protections: ["custom"],
  async measure(trials, without) {
    const { url } = await freshPostgres();
    const [old, next] = [await startedRolling(url, rolling(1)), await startedRolling(url, rolling(2))];
    const spy = without.length > 0 ? vi.spyOn(Graphs.prototype, "fit").mockResolvedValue({ version: 1, misfits: [] }) : undefined;
    const tally = await runTrials({ trials, width: 12 }, async (index): Promise<Violation> => {
      const [here, elsewhere] = index % 2 ? [old, next] : [next, old];
      const { thread_id } = await here.runtime.threads.create({});
      const { run_id } = await here.runtime.runs.create(thread_id, { assistant_id: "roll", input: { amount: index } });
      await here.runtime.runs.join(thread_id, run_id);
      const [question] = (await here.runtime.interrupts.list({ thread_id, limit: 1, offset: 0 })).items;
      if (!question) return "the run failed";
      const decider = index % 4 < 2 ? here : elsewhere;
      const decided = await decider.runtime.interrupts.decide({ id: question.id, decision: "approve", by: "ann", roles: ["boss"] });
      await decider.runtime.runs.join(thread_id, decided.resume_run_id ?? "");
      const { values } = await here.runtime.threads.get(thread_id);
      const expected = `paid v${here === old ? 1 : 2} ${index}`;
      return values?.done === expected ? undefined : `${JSON.stringify(values?.done)} instead of ${expected}`;
    });
    spy?.mockRestore();
    await old.stop();
    await next.stop();
    return tally;
  },
});
