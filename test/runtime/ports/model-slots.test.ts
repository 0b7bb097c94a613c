/** A model that bears only so many calls at once gets no more, from however many workers; a dead worker's places are free. */
import { AIMessage } from "@langchain/core/messages";
import { fakeModel } from "langchain";
import { afterEach, expect, it } from "vitest";
import { z } from "zod";
import { agent, model, setup } from "../../../language/index.ts";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { describeOnBoth } from "../../support/databases.ts";

const LIMIT = 3;

/** Each call is counted, and waits until so many are under way at once, and then a little longer. */
function desk(maxInFlight: number | undefined, wanted = 1) {
  const seen = { now: 0, most: 0, calls: 0 };
  const together = Promise.withResolvers<void>();
  const slow = () => {
    const fake = fakeModel();
    const answer = async () => {
      seen.calls += 1;
      seen.now += 1;
      seen.most = Math.max(seen.most, seen.now);
      if (seen.now === wanted) together.resolve();
      await together.promise;
      await new Promise((resolve) => setTimeout(resolve, 30));
      seen.now -= 1;
      return { generations: [{ text: "", message: new AIMessage("said") }] };
    };
    return Object.assign(fake, { model: "slow-model", _generate: answer, bindTools: () => Object.assign(fake, { _generate: answer }) });
  };
  const make = () => slow() as never;
  const graph = setup({
    state: { message: z.string(), reply: z.string() },
    models: { slow: maxInFlight === undefined ? make : model({ maxInFlight, make }) },
    agents: { talker: agent({ args: z.object({ message: z.string() }), output: z.string(), model: "slow", prompt: "{message}" }) },
  }).defineGraph({
    ...{ id: "talk", version: 1, start: "talk", input: ["message"] },
    nodes: { talk: { kind: "agent", agent: "talker", writes: "reply", next: "end" } },
  });
  return { graph, seen };
}

describeOnBoth("a model's calls", (open, kind) => {
  const desks: Desk[] = [];
  afterEach(async () => {
    for (const { runtime } of desks.splice(0)) await runtime.stop();
  });

  /** 16 runs on two workers, where two can share the database. */
  async function mostAtOnce(maxInFlight: number | undefined, wanted: number): Promise<number> {
    const { graph, seen } = desk(maxInFlight, wanted);
    const database = await open();
    for (let worker = 0; worker < (kind === "postgres" ? 2 : 1); worker++) desks.push(await deskOn(database, { graph }));
    const [first] = desks as [Desk];
    const runs = await Promise.all(Array.from({ length: 16 }, (_, index) => first.begin({ message: `m${index}` })));
    for (const { thread_id } of runs) expect(await first.settled(thread_id)).toBe("idle");
    expect(seen.calls).toBe(16);
    expect(await database.sql.query("select 1 from signalbox.model_turns where worker is not null")).toEqual([]);
    return seen.most;
  }

  it("are as many as it bears, and no more", async () => {
    expect(await mostAtOnce(LIMIT, LIMIT)).toBe(LIMIT);
  });

  it("are more without the limit", async () => {
    expect(await mostAtOnce(undefined, LIMIT + 1)).toBeGreaterThan(LIMIT);
  });

  it("take the places of a worker that is dead", async () => {
    const { graph } = desk(1);
    const database = await open();
    await database.sql.query("insert into signalbox.model_turns (model, place, worker, call) values ('slow-model', 1, 'dead', 'x')");
    desks.push(await deskOn(database, { graph }));
    const { thread_id } = await (desks[0] as Desk).begin({ message: "hello" });
    expect(await (desks[0] as Desk).settled(thread_id)).toBe("idle");
  });
});
