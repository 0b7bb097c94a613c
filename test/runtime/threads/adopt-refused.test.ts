/** What is refused when a thread is moved to another version, with its reason; and threads that wait for a message. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../../persistence/connection/database.ts";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { handBuilt } from "../../fixtures/hand-built.ts";
import { type Change, versioned } from "../../fixtures/versions.ts";
import { freshPostgres, opened } from "../../support/databases.ts";

let database: Database;
beforeAll(async () => {
  database = await opened(await freshPostgres());
});

const start = (change?: Change): Promise<Desk> => deskOn(database, { graphs: { versioned: versioned(change), raw: handBuilt() } });

/** A thread that waits under version 1. */
async function waiting(way: string): Promise<string> {
  const desk = await start();
  const { thread_id } = await desk.begin({ way, amount: 500 }, "versioned", "rita");
  await desk.settled(thread_id);
  await desk.runtime.stop();
  return thread_id;
}

async function adopt(thread: string, change: Change, map?: Record<string, string>): Promise<string> {
  const desk = await start({ version: 2, ...change });
  const said = await desk.runtime.threads.adopt(thread, { to: 2, by: "olga", ...(map && { map }) }).then(
    async ({ outcome, run_id, node }) => {
      if (run_id) await desk.runtime.runs.join(thread, run_id);
      return `${outcome}: ${node?.to}`;
    },
    ({ code, message }: { code: string; message: string }) => `${code} ${message}`,
  );
  await desk.runtime.stop();
  return said;
}

describe("a thread is not moved", () => {
  it("to a node that asks nobody, or is not there", async () => {
    const thread = await waiting("ask");
    expect(await adopt(thread, { asks: false })).toMatch(
      /NOT_ADOPTABLE .*node ask: stored asks a person, offered "ask", a task that asks nobody/,
    );
    expect(await adopt(thread, { ask: "check" }, { ask: "chekc" })).toMatch(
      /node ask: stored asks a person, offered no node "chekc"\. .*ask=check/,
    );
    expect(await adopt(thread, { ask: "check" }, { ask: "done" })).toMatch(/offered "done", a task that asks nobody/);
  });

  it("with a value that the other version's channel does not take, named with its value and schema", async () => {
    const thread = await waiting("ask");
    expect(await adopt(thread, { most: 100 })).toMatch(/from version 1 to 2: channel amount: stored 500, offered number/);
    expect(await adopt(thread, { most: 100, ask: "check" })).toMatch(
      /node ask: stored asks a person, offered none; channel amount: stored 500/,
    );
  });

  it.each([
    ["deep", /its question is asked by the graph "deep" inside node "inside"/],
    ["side", /its question is asked in a branch or an item, at "sides.left"/],
    ["stop", /it waits for nobody \(idle\); its next turn begins under today's version by itself/],
  ])("from inside a node, or if it waits for nobody: %s", async (way, reason) => {
    expect(await adopt(await waiting(way), {})).toMatch(reason);
  });

  it("if somebody decided at a node that is gone and may not decide again", async () => {
    const thread = await waiting("twice");
    const desk = await start();
    const { id } = await desk.question(thread);
    const { resume_run_id } = await desk.runtime.interrupts.decide({ id, decision: "yes", by: "lea", roles: ["lead"] });
    await desk.runtime.runs.join(thread, resume_run_id ?? "");
    await desk.runtime.stop();
    const refused = await adopt(thread, { first: "opening" });
    expect(refused).toMatch(/node first: stored decided, and whoever decided there may not decide again, offered none/);
    expect(await adopt(thread, {})).toBe("adopted: second");
  });

  it("if its graph is built by hand, no run has begun, or nobody says who moves it", async () => {
    const desk = await start({ version: 2 });
    const { thread_id } = await desk.begin({ text: "hi" }, "raw");
    await desk.settled(thread_id);
    const { threads } = desk.runtime;
    await expect(threads.adopt(thread_id, { to: 2, by: "olga" })).rejects.toMatchObject({
      message: expect.stringContaining("built by hand"),
    });
    const empty = await threads.create({});
    await expect(threads.adopt(empty.thread_id, { to: 2, by: "olga" })).rejects.toMatchObject({ code: "NOT_ADOPTABLE" });
    await expect(threads.adopt(empty.thread_id, { to: 2, by: " " })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await desk.runtime.stop();
  });
});

describe("a thread that waits for a message", () => {
  it("takes the message at the node's new name, and its state can be edited before", async () => {
    const thread = await waiting("hear");
    expect(await adopt(thread, { hear: "listen" })).toMatch(/node hear: stored stops with wait, offered none\. .*hear=listen/);
    expect(await adopt(thread, { hear: "listen" }, { hear: "listen" })).toBe("adopted: listen");
    const desk = await start({ version: 2, hear: "listen" });
    await desk.runtime.threads.updateState(thread, { values: { amount: 7 } });
    await desk.wait(thread, { assistant_id: "versioned", input: { way: "stop" } });
    const turns = (await desk.runtime.threads.path(thread)).turns.map(({ path }) => path.map(({ node, label }) => `${node} -${label}->`));
    expect(turns.at(-1)).toEqual(["listen -stop->", "done -stop->"]);
    expect((await desk.runtime.threads.state(thread)).values).toMatchObject({ amount: 7, said: "stop v2" });
    await desk.runtime.stop();
  });
});

describe("checkpoints of an earlier version", () => {
  it("are not run on from, as if all were done: the node that they lead to is named", async () => {
    const thread = await waiting("ask");
    const change = { version: 2, ask: "check" };
    expect(await adopt(thread, change, { ask: "check" })).toBe("adopted: check");
    const desk = await start(change);
    const { id } = await desk.question(thread);
    const { resume_run_id } = await desk.runtime.interrupts.decide({ id, decision: "no", by: "lea", roles: ["lead"] });
    await desk.runtime.runs.join(thread, resume_run_id ?? "");
    const states = await desk.runtime.threads.history(thread, { limit: 20 });
    const forks = states.map(({ checkpoint }) =>
      desk.runtime.runs.create(thread, { assistant_id: "versioned", input: null, checkpoint: { ...checkpoint } }).then(
        ({ run_id }) => desk.runtime.runs.cancel(thread, run_id).then(() => "begun"),
        ({ message }) => String(message),
      ),
    );
    expect(forks.length).toBeGreaterThan(4);
    const said: string[] = [];
    for (const fork of forks) said.push(await fork);
    expect(said.some((text) => text.includes('leads to node "ask", which version 2 of "versioned" does not have'))).toBe(true);
    await desk.runtime.stop();
  });
});

describe("kept values", () => {
  it("of a channel that a version does not declare are found again by a later one", async () => {
    const desk = await start();
    const { thread_id } = await desk.begin({ way: "stop" }, "versioned");
    await desk.settled(thread_id);
    await desk.runtime.stop();
    const without = await start({ version: 2, notes: "gone" });
    for (let turn = 0; turn < 2; turn++) await without.wait(thread_id, { assistant_id: "versioned", input: { way: "hear" } });
    expect(Object(without.runtime && (await without.runtime.threads.state(thread_id)).values)).not.toHaveProperty("notes");
    await without.runtime.stop();
    const again = await start({ version: 3 });
    expect((await again.runtime.threads.state(thread_id)).values).toMatchObject({ notes: "stop v1" });
    await again.runtime.stop();
  });

  it("of a channel that has become a list are not taken apart: the turn is refused with the channel's name", async () => {
    const desk = await start();
    const { thread_id } = await desk.begin({ way: "stop" }, "versioned");
    await desk.settled(thread_id);
    await desk.runtime.stop();
    const lists = await start({ version: 2, notes: "list" });
    await expect(lists.wait(thread_id, { assistant_id: "versioned", input: { way: "stop" } })).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringContaining('a list in the channel "notes", and the thread holds a value of type string'),
    });
    expect((await lists.runtime.threads.state(thread_id)).values).toMatchObject({ notes: "stop v1" });
    await lists.runtime.stop();
  });
});
