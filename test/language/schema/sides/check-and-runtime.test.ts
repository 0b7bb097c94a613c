/** What `check` accepts fits at run time, and what it refuses does not: every pair of these schemas, as a channel for an argument and as an output for a channel. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { agent, setup, validate } from "../../../../language/index.ts";
import { checkOutput, readValue } from "../../../../language/schema/sides/read-value.ts";

const tagged = z.discriminatedUnion("type", [z.object({ type: z.literal("a"), n: z.number() }), z.object({ type: z.literal("b") })]);

/** Each with what it can make. */
const made: Readonly<Record<string, readonly [z.ZodType, readonly unknown[]]>> = {
  text: [z.string(), ["x", "5"]],
  number: [z.number(), [5]],
  choice: [z.enum(["x", "y"]), ["x", "y"]],
  "optional text": [z.string().optional(), ["x", undefined]],
  "nullable text": [z.string().nullable(), ["x", null]],
  "text with a default": [z.string().default("x"), ["x"]],
  "coerced number": [z.coerce.number(), [5]],
  "true or false": [z.stringbool(), [true]],
  texts: [z.array(z.string()), [[], ["x"]]],
  object: [z.object({ id: z.string() }), [{ id: "x" }]],
  "object with an optional field": [z.object({ id: z.string(), n: z.number().optional() }), [{ id: "x" }, { id: "x", n: 1 }]],
  "object with a default": [z.object({ id: z.string().default("x") }), [{ id: "x" }]],
  record: [z.record(z.string(), z.number()), [{}, { a: 1 }]],
  tagged: [tagged, [{ type: "a", n: 1 }, { type: "b" }]],
  "text or number": [z.union([z.string(), z.number()]), ["x", 5]],
};
/** Arguments whose two sides differ more than a channel's may. */
const taken: typeof made = {
  ...made,
  "text to number": [z.string().transform((text) => text.length), []],
  "anything to text": [z.preprocess(String, z.string()), []],
  "text caught": [z.string().catch("x"), []],
  "object to text": [z.object({ id: z.string() }).transform(({ id }) => id), []],
  "optional text or number": [z.union([z.string(), z.number()]).optional(), []],
  nullish: [z.string().nullish(), []],
};

const pairs = (targets: typeof made) =>
  Object.entries(made).flatMap(([from, [schema, values]]) =>
    Object.entries(targets).map(([to, [target]]) => [from, to, { schema, values, target }] as const),
  );

/** What only the value shows: a coercion takes any type, and `z.stringbool` any text, but not every value. */
const isByValue = (from: string, to: string): boolean =>
  (to === "coerced number" && from !== "number") || (to === "true or false" && from !== to);

/** What fits at run time by chance: null is nothing, "x" is a choice, `catch` and `String` take anything. */
const isByChance = (from: string, to: string): boolean =>
  from === "nullable text" ||
  from.includes("default") ||
  to.includes("record") ||
  (from.endsWith("text") && to === "choice") ||
  /caught|anything/.test(to);

describe("a channel for an argument", () => {
  it.each(pairs(taken))("%s → %s", async (from, to, { schema, values, target }) => {
    if (isByValue(from, to)) return;
    const registry = {
      state: { given: schema },
      agents: { a: agent({ args: z.object({ arg: target }), output: z.string(), run: async () => "" }) as never },
    };
    const graph = {
      ...{ id: "g", version: 1, start: "x", input: ["given"] },
      nodes: { x: { kind: "agent", agent: "a", args: { arg: "given" }, next: "end" } },
    };
    const isAccepted = !validate(setup(registry).registry, graph).issues.some(({ code }) => code === "ARGUMENT_TYPE");
    const read = await Promise.all(values.map((value) => readValue(z.object({ arg: target }), value === undefined ? {} : { arg: value })));
    if (isAccepted) expect(read.map(({ success }) => success)).toEqual(values.map(() => true));
    else expect(read.every(({ success }) => success) && !isByChance(from, to)).toBe(false);
  });
});

describe("a field of an output for a channel", () => {
  it.each(pairs(made))("%s → %s", async (from, to, { schema, values, target }) => {
    const registry = {
      state: { got: target, ask: z.string() },
      agents: {
        a: agent({ args: z.object({ ask: z.string() }), output: z.object({ out: schema }), run: async () => ({}) as never }) as never,
      },
    };
    const graph = {
      ...{ id: "g", version: 1, start: "x", input: ["ask"] },
      nodes: { x: { kind: "agent", agent: "a", writes: { got: "out" }, next: "end" } },
    };
    const isAccepted = !validate(setup(registry).registry, graph).issues.some(({ code }) => code === "WRITE_TYPE");
    const written = values.filter((value) => value !== undefined);
    const checked = await Promise.all(written.map((value) => checkOutput(target, value)));
    if (isAccepted) expect(checked.map(({ success }) => success)).toEqual(written.map(() => true));
    else expect(checked.every(({ success }) => success) && !isByChance(from, to)).toBe(false);
  });
});
