/** A turn's budget also limits concurrent work: items and branches that have not started are skipped, and agents stop before their next model call. */
import { AIMessage } from "@langchain/core/messages";
import { fakeModel } from "langchain";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { agent, list, question, setup, tool } from "../../../language/index.ts";
import { runPath } from "../../../testkit/index.ts";

/** Every model call costs 60 tokens. `looks`: an agent calls its tool first, so that it needs two calls. */
function world({ looks = false, says = "said" } = {}) {
  let calls = 0;
  const model = () => {
    const fake = fakeModel();
    const answer = async (given: readonly { type: string }[]) => {
      calls += 1;
      const call = { name: "look", args: {}, id: "1", type: "tool_call" as const };
      const isFirst = given.at(-1)?.type !== "tool";
      const usage_metadata = { input_tokens: 0, output_tokens: 60, total_tokens: 60 };
      const message = new AIMessage({ content: says, ...(looks && isFirst && { tool_calls: [call] }), usage_metadata } as never);
      return { generations: [{ text: says, message }] };
    };
    return Object.assign(fake, { _generate: answer, bindTools: () => Object.assign(fake, { _generate: answer }) }) as never;
  };
  const talker = agent({ args: z.object({}), output: z.string(), model: "main", prompt: "Talk.", tools: ["look"] });
  const tools = { look: tool({ errors: {}, args: z.object({}), output: z.string(), run: async () => "seen" }) };
  const child = setup({ state: { draft: z.string() }, models: { main: model }, agents: { talker }, tools }).defineGraph({
    ...{ id: "child", version: 1, start: "talk", output: ["draft"] },
    nodes: { talk: { kind: "agent", agent: "talker", writes: "draft", next: "end" } },
  });
  const desk = setup({
    state: {
      ...{ items: list(z.string()), item: z.string(), draft: z.string(), second: z.string(), drafts: list(z.string()), note: z.string() },
      broken: list(z.object({ index: z.int(), item: z.string(), error: z.string() })),
    },
    roles: ["lead"],
    models: { main: model },
    agents: { talker, other: agent({ args: z.object({}), output: z.string(), run: async () => "other" }) },
    tools,
    questions: { goOn: question({ prompt: "Spend more?", decisions: { more: z.object({ tokens: z.int() }), stop: null } }) },
    graphs: { child },
  });
  return { desk, calls: () => calls };
}
const items = ["a", "b", "c", "d", "e"];
const talk = { kind: "agent", agent: "talker", writes: "draft", next: "join" } as const;
const over = { kind: "agent", agent: "other", writes: "note", next: "end" } as const;

describe("items", () => {
  const each = { kind: "each", over: "items", as: "item", maxConcurrency: 1, collect: { drafts: "draft" }, next: "end" } as const;
  const head = { id: "items", version: 1, start: "all", input: ["items"] } as const;

  it("that have not started when it is used up are skipped; the results of the others are kept", async () => {
    const { desk, calls } = world();
    const graph = desk.defineGraph({ ...head, budget: { tokens: 100, next: "over" }, nodes: { all: { ...each, do: talk }, over } });
    const { path, state } = await runPath(graph, { input: { items } });
    expect(path).toEqual([
      ...["all[0] -next-> join", "all[1] -next-> join", "all[2] -budget-> join", "all[3] -budget-> join", "all[4] -budget-> join"],
      ...["all -budget-> over", "over -next-> end"],
    ]);
    expect(state.drafts).toEqual(["said", "said"]);
    expect(calls()).toBe(2);
  });

  it("stop before their next model call", async () => {
    const { desk, calls } = world({ looks: true });
    const graph = desk.defineGraph({ ...head, budget: { tokens: 50, next: "over" }, nodes: { all: { ...each, do: talk }, over } });
    const { path, tokens } = await runPath(graph, { input: { items } });
    expect(path.slice(-2)).toEqual(["all -budget-> over", "over -next-> end"]);
    expect(calls()).toBe(1);
    expect(tokens).toBe(60);
  });

  it("that are graphs are skipped too", async () => {
    const { desk, calls } = world();
    const body = { kind: "subgraph", graph: "child", output: { draft: "draft" }, next: "join" } as const;
    const graph = desk.defineGraph({ ...head, budget: { tokens: 100, next: "over" }, nodes: { all: { ...each, do: body }, over } });
    const { path } = await runPath(graph, { input: { items } });
    expect(path.slice(-2)).toEqual(["all -budget-> over", "over -next-> end"]);
    expect(calls()).toBe(2);
  });

  it("count what the turn had used before", async () => {
    const { desk, calls } = world();
    const graph = desk.defineGraph({
      ...{ ...head, start: "first", budget: { tokens: 150, next: "over" } },
      nodes: { first: { ...talk, next: "all" }, all: { ...each, do: talk }, over },
    });
    expect((await runPath(graph, { input: { items } })).path.slice(0, 5)).toEqual([
      ...["first -next-> all", "all[0] -next-> join", "all[1] -next-> join", "all[2] -budget-> join", "all[3] -budget-> join"],
    ]);
    expect(calls()).toBe(3);
  });

  it.each([
    ["", talk],
    [" in a graph", { kind: "subgraph", graph: "child", output: { draft: "draft" }, next: "join" }],
  ] as const)("that fail%s have cost what they cost", async (_, body) => {
    const { desk, calls } = world({ says: "" }); // an empty answer is malformed
    const graph = desk.defineGraph({
      ...{ ...head, budget: { tokens: 100, next: "over" } },
      nodes: { all: { ...each, do: body, failures: { collect: "broken", next: "end" } }, over },
    });
    const { path, tokens, state } = await runPath(graph, { input: { items } });
    expect(path.slice(-2)).toEqual(["all -budget-> over", "over -next-> end"]);
    expect(calls()).toBe(2);
    expect(tokens).toBe(120);
    expect(state.broken).toMatchObject([{ index: 0 }, { index: 1 }]);
  });

  it("all run once a person has raised it", async () => {
    const { desk } = world();
    const graph = desk.defineGraph({
      ...{ ...head, budget: { tokens: 100, next: "lead" } },
      nodes: {
        all: { ...each, do: talk, visits: { max: 3, next: "end" } },
        lead: {
          ...{ kind: "interrupt", question: "goOn", by: ["lead"], decisions: { more: "all", stop: "end" } },
          ...{ writes: { more: { "budget.tokens": "tokens" } }, deadlines: [{ after: "1d", next: "end" }] },
        },
      },
    });
    const { path } = await runPath(graph, { input: { items }, answers: { lead: { decision: "more", form: { tokens: 1_000 } } } });
    expect(path.slice(5, 7)).toEqual(["all -budget-> lead", "lead -more-> all (budget raised by 1000 tokens)"]);
    expect(path.slice(-6)).toEqual([...[0, 1, 2, 3, 4].map((at) => `all[${at}] -next-> join`), "all -next-> end"]);
  });
});

describe("time", () => {
  /** Each item works for three seconds of a clock of its own. */
  function working(count: number, maxConcurrency: number, clock = (elapsedMs: number) => elapsedMs) {
    let nowMs = 0;
    const desk = setup({
      state: { items: list(z.string()), item: z.string(), draft: z.string(), drafts: list(z.string()), note: z.string() },
      agents: {
        worker: agent({
          ...{ args: z.object({}), output: z.string() },
          run: async () => {
            nowMs += 3_000;
            return "done";
          },
        }),
        other: agent({ args: z.object({}), output: z.string(), run: async () => "other" }),
      },
    });
    const graph = desk.defineGraph({
      ...{ id: "time", version: 1, start: "all", input: ["items"], budget: { time: "5s", next: "over" } },
      nodes: {
        all: {
          ...{ kind: "each", over: "items", as: "item", maxConcurrency, collect: { drafts: "draft" }, next: "after" },
          do: { kind: "agent", agent: "worker", writes: "draft", next: "join" },
        },
        after: { kind: "agent", agent: "other", writes: "note", next: "end" },
        over,
      },
    });
    return runPath(graph, {
      input: { items: items.slice(0, count) },
      ports: { now: () => new Date(clock(nowMs)), elapsedMs: () => nowMs },
    });
  }

  it("is not given back by a clock that is set back", async () => {
    const { path, steps } = await working(3, 1, (elapsedMs) => -elapsedMs);
    expect(path.slice(3)).toEqual(["all -budget-> over", "over -next-> end"]);
    expect(steps.reduce((sum, { workedMs = 0 }) => sum + workedMs, 0)).toBe(6_000);
  });

  it("used by items keeps the next ones from starting", async () => {
    const { path } = await working(3, 1);
    expect(path.slice(0, 4)).toEqual(["all[0] -next-> join", "all[1] -next-> join", "all[2] -budget-> join", "all -budget-> over"]);
  });

  it("used by a region counts for the nodes after it", async () => {
    const { path, steps } = await working(2, 1);
    expect(path.slice(2)).toEqual(["all -next-> after", "after -budget-> over", "over -next-> end"]);
    expect(steps.reduce((sum, { workedMs = 0 }) => sum + workedMs, 0)).toBe(6_000);
  });
});

describe("branches", () => {
  it("stop before their next model call", async () => {
    const { desk, calls } = world({ looks: true });
    const graph = desk.defineGraph({
      ...{ id: "branches", version: 1, start: "both", budget: { tokens: 50, next: "over" } },
      nodes: { both: { kind: "parallel", branches: { one: talk, two: { ...talk, writes: "second" } }, next: "end" }, over },
    });
    const { path } = await runPath(graph, { input: {} });
    expect(path).toEqual(["both.one -budget-> join", "both.two -budget-> join", "both -budget-> over", "over -next-> end"]);
    expect(calls()).toBe(2);
  });
});
