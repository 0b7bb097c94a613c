/** An adoption at the same instant as a decision, a message or another adoption, from several processes' pools: one wins, and the other hears of it. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { deploys } from "../../fixtures/refund-desk.ts";
import { versioned } from "../../fixtures/versions.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { isLongRun } from "../../support/long-run.ts";

const TRIALS = isLongRun ? 10 : 3;
const map = { approval: "signOff", hear: "listen" };
const by = { by: "olga", map };

let old: Desk;
let desks: [Desk, Desk];
beforeAll(async () => {
  const { url } = await freshPostgres();
  old = await deskOn(await opened({ url }), { graphs: { versioned: versioned() } });
  const next = async () =>
    deskOn(await opened({ url }), { graph: deploys.renamed(), graphs: { versioned: versioned({ version: 2, hear: "listen" }) } });
  desks = [await next(), await next()];
});
afterAll(async () => {
  for (const { runtime } of [old, ...desks]) await runtime.stop();
});

const outcomeOf = (work: Promise<{ outcome: string }>) =>
  work.then(
    ({ outcome }) => outcome,
    ({ code }: { code: string }) => code,
  );

it("decides or is asked anew, never both", async () => {
  for (let trial = 0; trial < TRIALS; trial++) {
    const { thread_id } = await old.begin({ message: "x".repeat(trial + 1) });
    const { id } = await old.question(thread_id);
    const [first, second] = trial % 2 ? desks : [desks[0], old];
    const decide = () =>
      second.runtime.interrupts.decide({ id, decision: "approve", by: "lea", roles: ["lead"] }).then(() => ({ outcome: "decided" }));
    const adopt = () => first.runtime.threads.adopt(thread_id, { to: 2, ...by });
    const works = trial % 3 ? [outcomeOf(decide()), outcomeOf(adopt())] : [outcomeOf(adopt()), outcomeOf(decide())];
    const outcomes = (await Promise.all(works)).sort();

    expect(
      [
        ["ALREADY_DECIDED", "adopted"],
        ["NOT_ADOPTABLE", "decided"],
      ],
      outcomes.join(),
    ).toContainEqual(outcomes);
    await first.settled(thread_id);
    if (outcomes.includes("adopted")) {
      const question = await first.question(thread_id);
      expect(question.value).toMatchObject({ node: "signOff" });
      const { resume_run_id } = await first.runtime.interrupts.decide({ id: question.id, decision: "approve", by: "lea", roles: ["lead"] });
      await first.runtime.runs.join(thread_id, resume_run_id ?? "");
    }
    await first.settled(thread_id);
    expect((await old.payments()).filter((amount) => amount === trial + 1)).toHaveLength(1);
  }
});

it("is moved once by two that move it", async () => {
  for (let trial = 0; trial < TRIALS; trial++) {
    const { thread_id } = await old.begin({ message: "twice" });
    await old.question(thread_id);
    const adopting = desks.map(({ runtime }) => outcomeOf(runtime.threads.adopt(thread_id, { to: 2, ...by })));
    expect((await Promise.all(adopting)).sort()).toEqual(["adopted", "unchanged"]);
    await desks[0].settled(thread_id);
    const { items } = await desks[0].runtime.interrupts.list({ thread_id, limit: 10, offset: 0 });
    expect(items.map(({ status }) => status).sort()).toEqual(["pending", "superseded"]);
  }
});

it("hears a message at the node that waits, under one version or the other", async () => {
  for (let trial = 0; trial < TRIALS; trial++) {
    const { thread_id } = await old.begin({ way: "hear", amount: 1 }, "versioned");
    await old.settled(thread_id);
    const adopting = outcomeOf(desks[0].runtime.threads.adopt(thread_id, { to: 2, ...by }));
    const run = await (trial % 2 ? old : desks[1]).runtime.runs
      .create(thread_id, { assistant_id: "versioned", input: { way: "stop" }, multitask_strategy: "enqueue" })
      .catch(({ code }: { code: string }) => code);
    expect(["adopted", "NOT_ADOPTABLE"]).toContain(await adopting);
    if (typeof run === "string") continue;
    await desks[0].runtime.runs.join(thread_id, run.run_id);
    const { turns } = await desks[0].runtime.threads.path(thread_id);
    expect(["hear", "listen"], JSON.stringify(turns.at(-1))).toContain(turns.at(-1)?.path[0]?.node);
  }
});
