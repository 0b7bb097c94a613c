/** A value is read once, from the input side; what was read is checked from the output side and not changed again. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { checkInput, checkOutput, readValue } from "../../../../language/schema/sides/read-value.ts";

const shout = z.string().transform((text) => `${text}!`);
const item = z.object({ id: z.string(), tags: z.array(z.string()).optional(), color: z.string().default("grey") });

describe("what is read", () => {
  it.each<[string, z.ZodType, unknown, unknown]>([
    ["null for an optional field", z.object({ note: z.string().optional() }), { note: null }, {}],
    [
      "null for a field with a default",
      z.object({ urgency: z.enum(["low", "high"]).default("low") }),
      { urgency: null },
      { urgency: "low" },
    ],
    ["null for a nullable field stays", z.object({ note: z.string().nullable() }), { note: null }, { note: null }],
    ["null for a nullish field stays", z.object({ note: z.string().nullish() }), { note: null }, { note: null }],
    ["null for an optional number is never 0", z.object({ cents: z.coerce.number().optional() }), { cents: null }, {}],
    ["null for anything stays", z.object({ note: z.unknown().optional() }), { note: null }, { note: null }],
    ["null for an optional JSON value stays", z.object({ note: z.json().optional() }), { note: null }, { note: null }],
    ["null in an item of a list", z.array(item), [{ id: "a", tags: null, color: null }], [{ id: "a", color: "grey" }]],
    ["null for an optional object", z.object({ more: item.optional() }), { more: null }, {}],
    ["null in a record", z.record(z.string(), z.number().optional()), { a: 1, b: null }, { a: 1 }],
    ["null behind a union", z.union([z.object({ a: z.string(), b: z.string().optional() }), z.number()]), { a: "x", b: null }, { a: "x" }],
    [
      "null behind a tagged union",
      z.discriminatedUnion("type", [
        z.object({ type: z.literal("none") }),
        z.object({ type: z.literal("refund"), note: z.string().optional() }),
      ]),
      { type: "refund", note: null },
      { type: "refund" },
    ],
    [
      "the option of a union that takes null",
      z.union([z.object({ a: z.string().optional() }), z.object({ a: z.null() })]),
      { a: null },
      { a: null },
    ],
    ["null in an intersection", z.object({ a: z.string().optional() }).and(z.object({ b: z.string() })), { a: null, b: "x" }, { b: "x" }],
    ["null in a tuple", z.tuple([z.object({ a: z.string().optional() })]), [{ a: null }], [{}]],
    ["null in a lazy schema", z.lazy(() => item), { id: "a", tags: null }, { id: "a", color: "grey" }],
    ["null before a transform of the whole", z.object({ a: z.string().optional() }).transform(({ a }) => a ?? "none"), { a: null }, "none"],
    ["null in a strict object", z.strictObject({ a: z.string().optional() }), { a: null }, {}],
    ["a preprocessed field decides itself", z.object({ a: z.preprocess((v) => v ?? "none", z.string()) }), { a: null }, { a: "none" }],
    ["catch", z.object({ a: z.enum(["x"]).catch("x") }), { a: "y" }, { a: "x" }],
    ["pipe", z.string().pipe(z.coerce.number()), "7", 7],
    ["stringbool", z.object({ on: z.stringbool() }), { on: "yes" }, { on: true }],
    ["an asynchronous check", z.string().refine(async (text) => text.length > 1), "ab", "ab"],
    ["an asynchronous transform", z.string().transform(async (text) => `${text}!`), "a", "a!"],
    ["null for a prefault", z.object({ a: z.string().trim().prefault(" x ") }), { a: null }, { a: "x" }],
  ])("%s", async (_, schema, given, wanted) => {
    const { data, error } = await readValue(schema, given);
    expect(error).toBeUndefined();
    expect(data).toStrictEqual(wanted);
    expect((await checkOutput(schema, data)).data).toStrictEqual(wanted);
  });

  it.each<[string, z.ZodType, unknown]>([
    ["null for a required field", z.object({ a: z.string() }), { a: null }],
    ["null in a list of texts", z.array(z.string()), ["a", null]],
    ["an asynchronous check that refuses", z.string().refine(async () => false), "a"],
    ["a transform that throws", z.string().transform((text) => JSON.parse(text)), "{"],
  ])("%s is a misfit", async (_, schema, given) => {
    const { success, error } = await readValue(schema, given);
    expect(success).toBe(false);
    expect(error?.name).toMatch(/ZodError/);
  });

  it("leaves what is no plain object as it is", async () => {
    class Message {
      readonly note = null;
    }
    const message = new Message();
    const { data } = await readValue(z.object({ any: z.custom<Message>(), note: z.string().optional() }), { any: message, note: null });
    expect(data?.any).toBe(message);
  });
});

describe("what was read", () => {
  it.each<[string, z.ZodType, unknown, unknown]>([
    ["a type that the input has not", z.coerce.number(), 5, "5"],
    ["the other side of a codec", z.stringbool(), true, "yes"],
    ["a required field whose input has a default", z.object({ a: z.string().default("x") }), { a: "y" }, {}],
    ["a check after a transform", shout.refine((text) => text.length > 2), "abc", "a"],
    ["a length after trimming", z.string().trim().min(3), "abc", "ab"],
    ["an option of a union", z.union([shout, z.number()]), "x", null],
  ])("is checked: %s", async (_, schema, right, wrong) => {
    const checked = await Promise.all([checkOutput(schema, right), checkOutput(schema, wrong)]);
    if (!(schema instanceof z.ZodUnion)) expect(checked.map(({ success }) => success)).toEqual([true, false]);
    expect(checked[0]?.data).toEqual(right);
  });
});

/** A schema with a value that may be given to it, and what it must make of that. */
interface Sample {
  readonly schema: z.ZodType;
  readonly given: unknown;
  readonly made: unknown;
}
const text = fc.string({ maxLength: 4 });
const number = fc.integer({ min: -9, max: 9 });
const nothing = fc.constantFrom(null, undefined);

const leaf: fc.Arbitrary<Sample> = fc.oneof(
  text.map((made) => ({ schema: z.string(), given: made, made })),
  text.map((given) => ({ schema: shout, given, made: `${given}!` })),
  number.map((made) => ({ schema: z.coerce.number(), given: String(made), made })),
  number.map((made) => ({ schema: z.number().overwrite((n) => n + 1), given: made, made: made + 1 })),
  fc.boolean().map((made) => ({ schema: z.stringbool(), given: made ? "yes" : "off", made })),
  text.map((given) => ({ schema: z.preprocess((v) => `${String(v)}?`, z.string()), given, made: `${given}?` })),
  fc.constant({ schema: z.string().nullable(), given: null, made: null }),
  number.map((given) => ({ schema: z.enum(["x", "y"]).catch("x"), given, made: "x" })),
);
const absent: fc.Arbitrary<Sample> = fc.oneof(
  nothing.map((given) => ({ schema: z.string().optional(), given, made: undefined })),
  nothing.map((given) => ({ schema: z.coerce.number().optional(), given, made: undefined })),
  nothing.map((given) => ({ schema: shout.optional(), given, made: undefined })),
  nothing.map((given) => ({ schema: z.array(z.string()).default(["a"]), given, made: ["a"] })),
  nothing.map((given) => ({ schema: shout.prefault("a"), given, made: "a!" })),
);
const { sample } = fc.letrec<{ sample: Sample }>((tie) => ({
  sample: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.dictionary(fc.constantFrom("a", "b", "c"), fc.oneof(tie("sample"), absent), { maxKeys: 3 }).map(objectOf),
    tie("sample").map(({ schema, given, made }) => ({ schema: z.array(schema), given: [given, given], made: [made, made] })),
    tie("sample").map(({ schema, given, made }) => ({ schema: z.record(z.string(), schema), given: { k: given }, made: { k: made } })),
    tie("sample").map(({ schema, given, made }) => ({ schema: z.lazy(() => schema), given, made })),
    tie("sample").map(({ schema, given, made }) => ({ schema: z.tuple([schema, z.boolean()]), given: [given, true], made: [made, true] })),
    tie("sample").map(({ schema, given, made }) => ({ schema: z.union([z.symbol(), schema]), given, made })),
  ),
}));

function objectOf(fields: Readonly<Record<string, Sample>>): Sample {
  const part = (key: keyof Sample) =>
    Object.fromEntries(Object.entries(fields).flatMap(([name, each]) => (each[key] === undefined ? [] : [[name, each[key]]])));
  return { schema: z.object(part("schema") as Record<string, z.ZodType>), given: part("given"), made: part("made") };
}

describe("every schema", () => {
  it("reads what may be given, and takes what it made as it is", async () => {
    await fc.assert(
      fc.asyncProperty(sample, async ({ schema, given, made }) => {
        expect((await checkInput(schema, given)).error).toBeUndefined();
        expect((await readValue(schema, given)).data).toEqual(made);
        expect((await checkOutput(schema, made)).data).toEqual(made);
      }),
      { numRuns: 1_000 },
    );
  });
});
