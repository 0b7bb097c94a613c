/** One rule wherever a value comes in: the input side is shown, zod reads it once, and what it made of it goes on. */
import { AIMessage, ToolMessage } from "@langchain/core/messages";
import { fakeModel } from "langchain";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { agent, question, setup, task, tool } from "../../language/index.ts";
import type { ChannelDef } from "../../language/registry/registry.ts";
import { inputSchemaOf } from "../../language/schema/json-schema.ts";
import { checkToolDecisions } from "../../nodes/agent/approval/tool-approval.ts";
import { runPath } from "../../testkit/index.ts";

/** Reading it twice shows. */
const shout = z.string().transform((text) => `${text}!`);

type Call = readonly [name: string, args: object];

/** A model that calls these tools, one in each answer, and then says a text. */
function calling(calls: readonly Call[]) {
  const model = fakeModel();
  const offered: { name: string; schema?: unknown; function?: { parameters: unknown } }[] = [];
  const bindTools = model.bindTools.bind(model);
  model.bindTools = ((tools: typeof offered) => {
    offered.push(...tools);
    return bindTools(tools as never);
  }) as never;
  for (const [at, [name, args]] of calls.entries())
    model.respond(new AIMessage({ content: "", tool_calls: [{ name, args, id: `${at}`, type: "tool_call" }] as never }));
  model.respond(new AIMessage("Done."));
  return { model, offered };
}

describe("an agent's output", () => {
  /** An agent that answers with these forms until one fits; its channel has the same schema. */
  async function answer(output: z.ZodType, filled: readonly object[], channel: ChannelDef = output) {
    const { model, offered } = calling(filled.map((args) => ["extract-answer", args]));
    const desk = setup({
      state: { made: channel } as Record<string, ChannelDef>,
      models: { m: () => model },
      agents: { filler: agent({ args: z.object({}), output, model: "m", prompt: "Fill in." }) },
    });
    const graph = desk.defineGraph({
      ...{ id: "fill", version: 1, start: "fill" },
      nodes: { fill: { kind: "agent", agent: "filler", writes: "made", repair: filled.length - 1, onError: "end", next: "end" } as never },
    });
    const { state, path, error } = await runPath(graph, { input: {} });
    return { made: state.made, path, error, shown: offered[0]?.function?.parameters };
  }

  it.each<[string, z.ZodType, object, unknown]>([
    ["a transform, once", z.object({ name: shout }), { name: "a" }, { name: "a!" }],
    ["a transform of the whole", z.object({ cents: z.number() }).transform(({ cents }) => cents / 100), { output: { cents: 250 } }, 2.5],
    ["a default in a list's items", z.array(z.object({ n: z.number().default(1) })), { output: [{}, { n: null }] }, [{ n: 1 }, { n: 1 }]],
    ["a record", z.record(z.string(), z.coerce.number()), { output: { a: "1" } }, { a: 1 }],
    ["an asynchronous check", z.object({ code: z.string().refine(async (code) => code !== "") }), { code: "x" }, { code: "x" }],
    [
      "a preprocessed field",
      z.object({ tags: z.preprocess((v) => String(v).split(","), z.array(z.string())) }),
      { tags: "a,b" },
      { tags: ["a", "b"] },
    ],
    ["a strict object", z.strictObject({ a: z.string(), b: z.string().optional() }), { a: "x", b: null }, { a: "x" }],
    ["nothing", z.object({ a: z.string().optional() }), {}, {}],
  ])("may have %s", async (_, output, filled, made) => {
    expect(await answer(output, [filled])).toMatchObject({ made, error: undefined });
  });

  it("is sent to the model as it may be filled in", async () => {
    const output = z.object({ name: shout, urgency: z.enum(["low", "high"]).default("low"), at: z.coerce.date().optional() });
    const { shown } = await answer(output, [{ name: "a" }]);
    expect(shown).toMatchObject({
      type: "object",
      required: ["name"],
      properties: { name: { type: "string" }, at: { format: "date-time" } },
    });
  });

  it("that a check in code refuses goes back to the model, with the place", async () => {
    const output = z
      .object({ from: z.number(), to: z.number() })
      .refine(({ from, to }) => from <= to, { path: ["to"], error: "before from" });
    expect(
      await answer(output, [
        { from: 2, to: 1 },
        { from: 1, to: 2 },
      ]),
    ).toMatchObject({ made: { from: 1, to: 2 } });
    expect(await answer(output, [{ from: 2, to: 1 }])).toMatchObject({ made: undefined, path: ["fill -error-> end"] });
  });

  it("whose transform throws is malformed", async () => {
    const output = z.object({ data: z.string().transform((text): unknown => JSON.parse(text)) });
    expect(await answer(output, [{ data: "{" }, { data: "[1]" }])).toMatchObject({ made: { data: [1] } });
  });
});

describe("a tool's arguments from a model", () => {
  async function call(args: z.ZodType, given: object, agentArgs: z.ZodObject = z.object({})) {
    const { model, offered } = calling([["act", given]]);
    const got: unknown[] = [];
    const act = tool({ errors: {}, args, output: z.object({ ok: z.boolean() }), run: async (read) => ({ ok: got.push(read) > 0 }) });
    const desk = setup({
      state: { customer: z.string(), reply: z.string() },
      models: { m: () => model },
      agents: { actor: agent({ args: agentArgs, output: z.string(), model: "m", prompt: "Act.", tools: ["act"] }) as never },
      tools: { act },
    });
    const graph = desk.defineGraph({
      ...{ id: "act", version: 1, start: "act", input: ["customer"] },
      nodes: { act: { kind: "agent", agent: "actor", writes: "reply", next: "end" } as never },
    });
    const { error } = await runPath(graph, { input: { customer: "ann" } });
    const results = model.calls
      .at(-1)
      ?.messages.filter((message) => ToolMessage.isInstance(message))
      .map(({ text }) => text);
    return { got, error, results, shown: z.toJSONSchema(offered[0]?.schema as z.ZodType) };
  }

  it.each<[string, z.ZodType, object, unknown]>([
    ["null for an optional one", z.object({ a: z.string(), note: z.string().optional() }), { a: "x", note: null }, { a: "x" }],
    ["a default", z.object({ limit: z.int().default(5) }), {}, { limit: 5 }],
    ["a coercion", z.object({ cents: z.coerce.number() }), { cents: "500" }, { cents: 500 }],
    ["a transform, once", z.object({ name: shout }), { name: "a" }, { name: "a!" }],
    ["a transform of all", z.object({ name: z.string() }).transform(({ name }) => ({ name: `${name}!` })), { name: "a" }, { name: "a!" }],
    ["an asynchronous check", z.object({ a: z.string().refine(async () => true) }), { a: "x" }, { a: "x" }],
  ])("may have %s", async (_, args, given, wanted) => {
    const { got, error, results } = await call(args, given);
    expect(error).toBeUndefined();
    expect(got).toEqual([wanted]);
    expect(results).toEqual(['{"ok":true}']);
  });

  it("may be edited with null for an optional one", () => {
    const argsSchema = inputSchemaOf(z.object({ cents: z.number(), note: z.string().optional() }));
    const question = {
      actionRequests: [{ name: "act", args: {} }],
      reviewConfigs: [{ actionName: "act", allowedDecisions: ["edit"] as const, argsSchema }],
    };
    const edited = (args: object) => checkToolDecisions(question, { decisions: [{ type: "edit", editedAction: { name: "act", args } }] });
    expect([edited({ cents: 1, note: null }), edited({ cents: null })].map(({ ok }) => ok)).toEqual([true, false]);
  });

  it("are shown as they may be given, without those that the agent has", async () => {
    const args = z.object({ customer: z.string(), cents: z.coerce.number(), note: z.string().default("") });
    const { shown, got } = await call(args, { cents: "5", note: null }, z.object({ customer: z.string() }));
    expect(shown).toMatchObject({ type: "object", required: ["cents"] });
    expect(Object.keys(shown.properties ?? {})).toEqual(["cents", "note"]);
    expect(got).toEqual([{ customer: "ann", cents: 5, note: "" }]);
  });
});

describe("arguments, constants, outputs and forms of a graph", () => {
  it("are each read once, from the side that is given", async () => {
    const got: unknown[] = [];
    const desk = setup({
      state: {
        word: z.string(),
        maybe: z.string().nullable(),
        loud: shout,
        size: z.coerce.number(),
        tone: z.string().default("calm"),
        told: shout,
      },
      tasks: {
        look: task({
          labels: ["ok"],
          args: z.object({
            word: shout,
            maybe: z.string().nullable(),
            tone: z.string().default("none"),
            note: z.string().default("no note"),
          }) as z.ZodType<Record<string, unknown>>,
          with: z.object({ max: z.number().default(3) }),
          output: z.object({ loud: shout, size: z.coerce.number() }) as z.ZodType<{ loud: string; size: number }>,
          run: async (args, context) => {
            got.push(args, context.with);
            return { label: "ok", output: { loud: "b", size: "7" as never } };
          },
        }),
      },
      roles: ["lead"],
      questions: { ask: question({ prompt: "?", decisions: { say: z.object({ text: shout, note: z.string().optional() }) } }) },
    });
    const graph = desk.defineGraph({
      ...{ id: "sides", version: 1, start: "look", input: ["word", "maybe"] },
      nodes: {
        look: { kind: "task", task: "look", writes: { loud: "loud", size: "size" }, routes: { ok: "ask" } } as never,
        ask: {
          ...{ kind: "interrupt", question: "ask", by: ["lead"], decisions: { say: "end" }, writes: { say: { told: "text" } } },
          deadlines: [{ after: "1h", next: "end" }],
        },
      },
    });
    const { state, error, path } = await runPath(graph, {
      input: { word: "a", maybe: null },
      answers: { ask: { decision: "say", form: { text: "c", note: null } } },
    });
    expect(error).toBeUndefined();
    expect(path).toEqual(["look -ok-> ask", "ask -say-> end"]);
    expect(got).toEqual([{ word: "a!", maybe: null, tone: "calm", note: "no note" }, { max: 3 }]);
    expect(state).toMatchObject({ loud: "b!", size: 7, tone: "calm", told: "c!" });
  });
});
