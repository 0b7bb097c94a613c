/** The state of a declared graph is edited at every checkpoint: what is next stays next and sees it, or the edit is refused with its reason. */
import type { BaseMessage } from "@langchain/core/messages";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { messages, setup, task } from "../../../language/index.ts";
import { databasePorts } from "../../../runtime/ports/ports.ts";
import type { ThreadState } from "../../../runtime/protocol/thread-state.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { everyKind, STEPS, twentySteps } from "../../fixtures/time-travel.ts";
import { afterThisFile } from "../../support/clean-ups.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { sampleOf } from "../../support/long-run.ts";

const lead = { by: "lea", roles: ["lead"] };

const talk = setup({
  state: { messages: messages() },
  tasks: { say: task({ labels: ["ok"], args: z.object({}), output: z.string(), run: async () => ({ label: "ok", output: "said" }) }) },
}).defineGraph({
  ...{ id: "talk", version: 1, start: "say", input: ["messages"], keeps: ["messages"] },
  nodes: { say: { kind: "task", task: "say", writes: "messages", routes: { ok: "end" } } },
});

const breaking = setup({
  state: { tag: z.string(), seen: z.string() },
  tasks: {
    begin: task({ labels: ["ok"], args: z.object({}), run: async () => ({ label: "ok" }) }),
    check: task({
      labels: ["ok"],
      args: z.object({ tag: z.string() }),
      output: z.string(),
      run: async ({ tag }) => {
        if (tag === "bad") throw new Error("bad");
        return { label: "ok", output: `saw ${tag}` };
      },
    }),
  },
}).defineGraph({
  ...{ id: "breaking", version: 1, start: "begin", input: ["tag"], output: ["seen"] },
  nodes: {
    begin: { kind: "task", task: "begin", routes: { ok: "check" } },
    check: { kind: "task", task: "check", writes: "seen", routes: { ok: "end" } },
  },
});

let desk: Desk;
beforeAll(async () => {
  const database = await opened(await freshPostgres());
  const ports = databasePorts(database, { log: consoleLog("silent") });
  const graphs = {
    "twenty-steps": compileGraph(twentySteps, { ports }),
    "every-kind": compileGraph(everyKind, { ports }),
    talk: compileGraph(talk, { ports }),
    breaking: compileGraph(breaking, { ports }),
  };
  desk = await deskOn(database, { graphs });
  afterThisFile(() => desk.runtime.stop());
});

const history = (thread: string) => desk.runtime.threads.history(thread, { limit: 200 });
const at = ({ checkpoint }: Pick<ThreadState, "checkpoint">) => ({ ...checkpoint });
const valuesOf = ({ values }: Pick<ThreadState, "values">) => values as Record<string, unknown>;
const stateAt = (thread: string, checkpoint: ThreadState["checkpoint"]) =>
  desk.runtime.threads.state(thread, { checkpoint: { ...checkpoint } });
const refusalOf = (edit: Promise<unknown>) =>
  edit.then(
    () => undefined,
    (error: Error & { code: string }) => ({ code: error.code, message: error.message }),
  );

describe("a graph of twenty steps", () => {
  const run = async () => {
    const { thread_id: thread } = await desk.begin({ n: 0, tag: "o" }, "twenty-steps");
    await desk.settled(thread);
    return thread;
  };

  it.each([undefined, "step"])("is edited at each of its checkpoints, as_node %s, and runs on with what was edited", async (as_node) => {
    const thread = await run();
    const before = await history(thread);
    expect(before).toHaveLength(STEPS + 3);
    for (const state of sampleOf(before, 5)) {
      const n = Number(valuesOf(state).n ?? 0);
      const edit = desk.runtime.threads.updateState(thread, { values: { tag: "x" }, checkpoint: at(state), as_node });
      if (as_node !== undefined && n === 0) {
        expect(await refusalOf(edit)).toMatchObject({ code: "INVALID_INPUT", message: expect.stringContaining('"step"') });
        continue;
      }
      const { checkpoint } = await edit;
      const edited = await stateAt(thread, checkpoint);
      expect(valuesOf(edited)).toMatchObject({ tag: "x", n });
      expect(edited.next).toEqual(n === STEPS ? [] : ["step"]);
      await desk.wait(thread, { assistant_id: "twenty-steps", input: null, checkpoint: { ...checkpoint } });
      const log = Array.from({ length: STEPS }, (_, index) => `${index + 1}${index < n ? "o" : "x"}`);
      expect(valuesOf(await desk.runtime.threads.state(thread)).log).toEqual(log);
    }
    for (const { values, next, checkpoint } of before) expect(await stateAt(thread, checkpoint)).toMatchObject({ values, next });
  });

  it("begins its next turn with what was edited after the end", async () => {
    const thread = await run();
    await desk.runtime.threads.updateState(thread, { values: { tag: "z" } });
    await desk.wait(thread, { assistant_id: "twenty-steps", input: { n: STEPS - 2 } });
    expect(valuesOf(await desk.runtime.threads.state(thread)).log).toEqual(expect.arrayContaining([`${STEPS - 1}z`, `${STEPS}z`]));
  });

  it("refuses values that no node could write, and says who edited", async () => {
    const thread = await run();
    const refusal = (update: object) => refusalOf(desk.runtime.threads.updateState(thread, update));
    expect(await refusal({ values: { tag: 7 } })).toMatchObject({ code: "INVALID_INPUT", message: expect.stringContaining("tag") });
    expect(await refusal({ values: { tog: "x" } })).toMatchObject({ message: expect.stringMatching(/no channel "tog".*"tag"/) });
    for (const name of ["__path", "__input", "__reports", "branch:to:step"])
      expect(await refusal({ values: { [name]: [] } })).toMatchObject({ code: "INVALID_INPUT" });
    expect(await refusal({ values: { tag: { __clear__: true } } })).toMatchObject({ code: "INVALID_INPUT" });
    for (const as_node of ["stap", "__entry", "__copy__", "__end__", "toString"])
      expect(await refusal({ values: {}, as_node })).toMatchObject({ message: expect.stringContaining(`"${as_node}"`) });
    expect(await refusal({ values: [] })).toMatchObject({ code: "INVALID_INPUT" });
    const { checkpoint } = await desk.runtime.threads.updateState(thread, { values: { tag: "x" }, as_node: "step", by: "olga" });
    const audit = "select node, detail from signalbox.audit where thread_id = $1 and what = 'thread.edited'";
    expect(await desk.database.sql.query(audit, [thread])).toMatchObject([
      { node: "step", detail: { by: "olga", from: null, checkpoint: checkpoint?.checkpoint_id, channels: ["tag"] } },
    ]);
  });

  it("is not edited while a run waits for its time", async () => {
    const thread = await run();
    await desk.runtime.runs.create(thread, { assistant_id: "twenty-steps", input: { n: 0 }, after_seconds: 60 });
    expect(await refusalOf(desk.runtime.threads.updateState(thread, { values: { tag: "x" } }))).toMatchObject({ code: "THREAD_IN_USE" });
  });
});

describe("a graph with every kind of node", () => {
  const NODES = Object.keys(everyKind.nodes);
  const input = { tag: "o", items: ["i0", "i1"] };

  async function run(): Promise<string> {
    const { thread_id: thread } = await desk.begin(input, "every-kind");
    const { id } = await desk.question(thread);
    await desk.runtime.interrupts.decide({ id, decision: "yes", ...lead });
    await desk.settled(thread);
    return thread;
  }

  /** Answers what is asked on the way. */
  async function runOn(thread: string, checkpoint: ThreadState["checkpoint"]): Promise<void> {
    await desk.wait(thread, { assistant_id: "every-kind", input: null, checkpoint: { ...checkpoint } });
    if ((await desk.settled(thread)) !== "interrupted") return;
    await desk.runtime.interrupts.decide({ id: (await desk.question(thread)).id, decision: "yes", ...lead });
    await desk.settled(thread);
  }

  /** Each step of a node of the graph leads to the next one. */
  async function gapsOf(thread: string): Promise<string[]> {
    const { turns } = await desk.runtime.threads.path(thread);
    const steps = (turns.at(-1)?.path ?? []).filter(({ node }) => NODES.includes(node) || node === "(outside)");
    return steps.flatMap(({ target }, index) => {
      const next = steps[index + 1];
      return next && next.node !== target && next.node !== "(outside)" ? [`${target} is followed by ${next.node}`] : [];
    });
  }

  it("is edited at each checkpoint without a node, and reaches its end by its own edges", async () => {
    const thread = await run();
    for (const state of sampleOf(await history(thread), 3)) {
      const { checkpoint } = await desk.runtime.threads.updateState(thread, { values: { tag: "x" }, checkpoint: at(state) });
      expect(valuesOf(await stateAt(thread, checkpoint)).tag).toBe("x");
      const logged = (valuesOf(state).log as string[] | undefined) ?? [];
      await runOn(thread, checkpoint);
      const { values, next } = await desk.runtime.threads.state(thread);
      const where = `at ${JSON.stringify(state.next)}`;
      expect(next, where).toEqual([]);
      const log = (values as { log: string[] }).log;
      expect(log.slice(0, logged.length), where).toEqual(logged);
      expect(new Set(log.slice(logged.length)), where).toEqual(new Set(log.length > logged.length ? ["x"] : []));
      expect(log, where).toHaveLength(5);
      expect(await gapsOf(thread), where).toEqual([]);
    }
  });

  it("is edited as each node that has taken an edge on the path, and as no other", async () => {
    const thread = await run();
    for (const state of sampleOf(await history(thread), 4)) {
      for (const as_node of NODES) {
        const where = `as ${as_node} at ${JSON.stringify(state.next)}`;
        const edit = desk.runtime.threads.updateState(thread, { values: { tag: "x" }, as_node, checkpoint: at(state) });
        const refusal = await refusalOf(edit);
        if (refusal) {
          expect(refusal, where).toMatchObject({ code: "INVALID_INPUT", message: expect.stringContaining(`"${as_node}"`) });
          continue;
        }
        expect(as_node, where).not.toBe("ask");
        await runOn(thread, (await edit).checkpoint);
        const { values, next } = await desk.runtime.threads.state(thread);
        expect(next, where).toEqual([]);
        expect((values as { log: string[] }).log.at(-1), where).toBe(as_node === "last" ? "o" : "x");
        expect(await gapsOf(thread), where).toEqual([]);
      }
    }
    const [end] = await history(thread);
    expect(
      await refusalOf(desk.runtime.threads.updateState(thread, { values: {}, as_node: "ask", checkpoint: at(end as ThreadState) })),
    ).toMatchObject({
      message: expect.stringContaining("an edit is no decision"),
    });
  });

  it("is not edited while it waits for a person, and after a wait its next message goes where it waited", async () => {
    const { thread_id: thread } = await desk.begin(input, "every-kind");
    const { id } = await desk.question(thread);
    expect(await refusalOf(desk.runtime.threads.updateState(thread, { values: { tag: "x" } }))).toMatchObject({ code: "THREAD_WAITS" });
    await desk.runtime.interrupts.decide({ id, decision: "stay", ...lead });
    await desk.settled(thread);
    await desk.runtime.threads.updateState(thread, { values: { tag: "x" } });
    await desk.wait(thread, { assistant_id: "every-kind", input: {} });
    expect((await desk.question(thread)).node).toBe("ask");
    expect(valuesOf(await desk.runtime.threads.state(thread)).tag).toBe("x");
  });

  it("is edited after a signal and after a jump, and a failed node sees the edit", async () => {
    const { thread_id: thread } = await desk.begin(input, "every-kind");
    await desk.question(thread);
    await desk.runtime.threads.signal(thread, { signal: "stop", ...lead });
    await desk.settled(thread);
    const signalled = (await history(thread)).find(({ next }) => next.includes("last")) as ThreadState;
    const once = await desk.runtime.threads.updateState(thread, { values: { tag: "x" }, checkpoint: at(signalled) });
    const jumped = await desk.runtime.threads.updateState(thread, {
      values: { tag: "y" },
      as_node: "first",
      checkpoint: { ...once.checkpoint },
    });
    const again = await desk.runtime.threads.updateState(thread, { values: { tag: "z" }, checkpoint: { ...jumped.checkpoint } });
    expect((await stateAt(thread, again.checkpoint)).next).toEqual(["both"]);
    await runOn(thread, again.checkpoint);
    expect((valuesOf(await desk.runtime.threads.state(thread)).log as string[]).slice(-4)).toEqual(["z", "z", "z", "z"]);
    expect(await gapsOf(thread)).toEqual([]);
  });
});

describe("a message that an edit writes into the conversation", () => {
  const said = async () => {
    const { thread_id: thread } = await desk.begin({ messages: "hello" }, "talk");
    await desk.settled(thread);
    const read = async () => valuesOf(await desk.runtime.threads.state(thread)).messages as BaseMessage[];
    return { read, edit: (values: object, as_node?: string) => desk.runtime.threads.updateState(thread, { values, as_node }) };
  };

  it("is removed by its id, or with all others; another id is refused", async () => {
    const { read, edit } = await said();
    const [first, second] = await read();
    await edit({ messages: [{ type: "remove", id: first?.id }] });
    expect((await read()).map(({ id }) => id)).toEqual([second?.id]);
    expect(await refusalOf(edit({ messages: [{ type: "remove", id: "lost" }] }))).toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringContaining("lost"),
    });
    await edit({ messages: { type: "remove", id: "__remove_all__" } });
    expect(await read()).toEqual([]);
    await edit({ messages: [{ type: "remove", id: "__remove_all__" }, { role: "system", content: "summary" }, "mine"] });
    expect((await read()).map((message) => `${message.type} ${message.content}`)).toEqual(["system summary", "human mine"]);
  });

  it.each([
    ["a person's", undefined, "human"],
    ["the assistant's as a node", "say", "ai"],
  ])("is %s", async (_, as_node, type) => {
    const { read, edit } = await said();
    await edit({ messages: "edited" }, as_node);
    expect((await read()).map((message) => message.type)).toEqual(["human", "ai", type]);
  });
});

describe("a thread that failed in the middle", () => {
  it.each([undefined, "begin"])(
    "is edited as node %s: the node that failed is still next, and its retry sees the edit",
    async (as_node) => {
      const { thread_id: thread, run_id } = await desk.begin({ tag: "bad" }, "breaking");
      expect(await desk.settled(thread)).toBe("error");
      await desk.runtime.threads.updateState(thread, { values: { tag: "good" }, as_node });
      expect((await desk.runtime.threads.state(thread)).next).toEqual(["check"]);
      await desk.runtime.runs.retry(thread, run_id);
      expect(await desk.settled(thread)).toBe("idle");
      expect((await desk.runtime.threads.get(thread)).values).toMatchObject({ tag: "good", seen: "saw good" });
    },
  );
});
