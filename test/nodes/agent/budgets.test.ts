/** What a turn may use: dollars, time, model calls. Prices are dated; of an unknown model only tokens are counted. */
import { AIMessage } from "@langchain/core/messages";
import { fakeModel } from "langchain";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { agent, question, setup, tool } from "../../../language/index.ts";
import { usdOf } from "../../../nodes/models/model-prices.ts";
import prices from "../../../nodes/prices.json" with { type: "json" };
import { runPath } from "../../../testkit/index.ts";

const usage = { input_tokens: 1_000_000, output_tokens: 100_000, total_tokens: 1_100_000 };
const answer = (model: string, fields: object = { content: "said" }) =>
  new AIMessage({ ...fields, usage_metadata: usage, response_metadata: { model_name: model } } as never);
const looking = (id: string) => ({ content: "", tool_calls: [{ name: "look", args: {}, id, type: "tool_call" as const }] });

function desk(says: readonly AIMessage[], budget: object, maxTurns?: number) {
  const model = fakeModel();
  for (const one of says) model.respond(one);
  const world = setup({
    state: { note: z.string() },
    models: { main: () => model },
    agents: {
      talker: agent({
        ...{ args: z.object({}), output: z.string(), model: "main", prompt: "Talk.", tools: ["look"] },
        ...(maxTurns !== undefined && { maxTurns }),
      }),
      other: agent({ args: z.object({}), output: z.string(), run: async () => "other" }),
    },
    tools: { look: tool({ errors: {}, args: z.object({}), output: z.string(), run: async () => "seen" }) },
  });
  return world.defineGraph({
    ...{ id: "budgets", version: 1, start: "one" },
    budget: { ...budget, next: "over" },
    nodes: {
      one: { kind: "agent", agent: "talker", writes: "note", next: "two", onError: { budget: "over" } },
      two: { kind: "agent", agent: "talker", writes: "note", next: "end" },
      over: { kind: "agent", agent: "other", writes: "note", next: "end" },
    },
  });
}

describe("a turn's budget", () => {
  it("counts dollars by node, and takes its edge when they are used up", async () => {
    const graph = desk([answer("gpt-5-mini-2025-08-07"), answer("gpt-5-mini")], { usd: 0.4 });
    const { path, steps, tokens } = await runPath(graph, { input: {} });
    expect(path).toEqual(["one -next-> two", "two -budget-> over", "over -next-> end"]);
    expect(steps[0]).toMatchObject({ tokens: 1_100_000, usd: 0.45 });
    expect(tokens).toBe(1_100_000);
  });

  it("counts only the tokens of a model without a known price", async () => {
    const { steps } = await runPath(desk([answer("home-made"), answer("home-made")], { usd: 0.01 }), { input: {} });
    expect(steps.map(({ label }) => label)).toEqual(["next", "next"]);
    expect(steps[0]).toMatchObject({ tokens: 1_100_000 });
    expect(steps[0]).not.toHaveProperty("usd");
  });

  it("ends an agent in the middle, before its next model call", async () => {
    const graph = desk([answer("gpt-5-mini", looking("a")), answer("gpt-5-mini")], { tokens: 1_000_000 });
    const { path, steps } = await runPath(graph, { input: {} });
    expect(path).toEqual(["one -budget-> over", "over -next-> end"]);
    expect(steps[0]).toMatchObject({ tokens: 1_100_000, usd: 0.45 });
  });

  it("counts how long its nodes work", async () => {
    let now = 0;
    const clock = () => {
      now += 3_000;
      return new Date(now);
    };
    const graph = desk([answer("gpt-5-mini"), answer("gpt-5-mini")], { time: "5s" });
    const { path } = await runPath(graph, { input: {}, ports: { now: clock } });
    expect(path).toEqual(["one -next-> two", "two -next-> end"]);
    const tight = desk([answer("gpt-5-mini"), answer("gpt-5-mini")], { time: "3s" });
    expect((await runPath(tight, { input: {}, ports: { now: clock } })).path).toEqual([
      "one -next-> two",
      "two -budget-> over",
      "over -next-> end",
    ]);
  });

  it("limits the model calls of one agent", async () => {
    const graph = desk([answer("x", looking("a")), answer("x", looking("b")), answer("x")], { steps: 10 }, 2);
    expect((await runPath(graph, { input: {} })).path).toEqual(["one -error:budget-> over", "over -next-> end"]);
  });

  it("has dated prices", () => {
    expect(prices.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(usdOf("gpt-5-mini", { ...usage, input_token_details: { cache_read: 1_000_000 } })).toBeCloseTo(0.225);
    expect(usdOf("unknown", usage)).toBeUndefined();
  });
});

describe("a budget that a person raises", () => {
  const said = (tokens: number) =>
    new AIMessage({ content: "said", usage_metadata: { input_tokens: 0, output_tokens: tokens, total_tokens: tokens } } as never);

  function office(says: readonly AIMessage[]) {
    const model = fakeModel();
    for (const one of says) model.respond(one);
    return setup({
      state: { note: z.string() },
      roles: ["lead"],
      models: { main: () => model },
      agents: { talker: agent({ args: z.object({}), output: z.string(), model: "main", prompt: "Talk." }) },
      questions: {
        goOn: question({ prompt: "Spend more?", decisions: { more: z.object({ tokens: z.int().positive() }), less: null } }),
      },
    }).defineGraph({
      ...{ id: "raising", version: 1, start: "one", budget: { tokens: 100, next: "lead" } },
      nodes: {
        one: { kind: "agent", agent: "talker", writes: "note", next: "two" },
        two: { kind: "agent", agent: "talker", writes: "note", next: "three" },
        three: { kind: "agent", agent: "talker", writes: "note", next: "end" },
        lead: {
          ...{ kind: "interrupt", question: "goOn", by: ["lead"], decisions: { more: "two", less: "end" } },
          writes: { more: { "budget.tokens": "tokens" } },
        },
      },
    });
  }

  it("shows what was used, and continues under the raised limit", async () => {
    const asked = await runPath(office([said(120)]), { input: {} });
    expect(asked.path).toEqual(["one -next-> two", "two -budget-> lead", "waits at lead"]);
    expect(asked.asks?.escalation).toMatchObject({ errors: [], spent: { steps: 2, tokens: 120 } });
    const { path, steps } = await runPath(office([said(120), said(40), said(10)]), {
      input: {},
      answers: { lead: { decision: "more", form: { tokens: 500 } } },
    });
    expect(path).toEqual([
      ...["one -next-> two", "two -budget-> lead", "lead -more-> two (budget raised by 500 tokens)"],
      ...["two -next-> three", "three -next-> end"],
    ]);
    expect(steps[2]).toMatchObject({ label: "more", raised: { tokens: 500 } });
  });

  it("takes its edge again when the raised limit is used up too", async () => {
    const more = (tokens: number) => ({ decision: "more", form: { tokens } });
    const { path } = await runPath(office([said(120), said(60), said(1), said(1)]), {
      input: {},
      answers: { lead: [more(50), more(1_000)] },
    });
    expect(path).toEqual([
      ...["one -next-> two", "two -budget-> lead", "lead -more-> two (budget raised by 50 tokens)"],
      ...["two -next-> three", "three -budget-> lead", "lead -more-> two (budget raised by 1000 tokens)"],
      ...["two -next-> three", "three -next-> end"],
    ]);
  });

  it("refuses a form that is not a raise", async () => {
    const ran = runPath(office([said(120)]), { input: {}, answers: { lead: { decision: "more", form: { tokens: -5 } } } });
    await expect(ran).rejects.toThrow("form.tokens");
  });
});
