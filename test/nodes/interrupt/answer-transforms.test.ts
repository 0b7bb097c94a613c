/** A form is checked before the claim without its transforms, and parsed with them in the node: no transform sees one answer twice. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { question } from "../../../language/index.ts";
import { checkAnswer, parseAnswer } from "../../../nodes/interrupt/answer.ts";

const asking = (form: z.ZodType) => question({ prompt: "How much?", decisions: { pay: form } });

describe("an answer whose form has a transform", () => {
  let runs = 0;
  const cents = z.number().transform((amount) => {
    runs += 1;
    return amount * 100;
  });
  const counted = asking(z.object({ amount: cents, note: z.string().min(2) }));

  it("is checked without running it, and parsed by running it once", async () => {
    runs = 0;
    const answer = { decision: "pay", form: { amount: 3, note: "ok" } };
    expect(await checkAnswer(counted, answer)).toMatchObject({ ok: true, decision: "pay" });
    expect(runs).toBe(0);
    expect(await parseAnswer(counted, answer)).toEqual({ ok: true, answer: { decision: "pay", form: { amount: 300, note: "ok" } } });
    expect(runs).toBe(1);
  });

  it.each([
    ["what goes into a transform", { amount: "3", note: "ok" }, ["form", "amount"]],
    ["what stands beside it", { amount: 3, note: "" }, ["form", "note"]],
    ["a missing field", { amount: 3 }, ["form", "note"]],
  ])("is refused for %s", async (_, form, path) => {
    expect(await checkAnswer(counted, { decision: "pay", form })).toMatchObject({ ok: false, path });
  });

  interface Tree {
    readonly name: string;
    readonly children: readonly Tree[];
  }
  const tree: z.ZodType<Tree> = z.object({
    name: z.string().transform((name) => name.trim()),
    get children() {
      return z.array(tree);
    },
  });

  it.each<[string, z.ZodType, unknown, unknown]>([
    ["a refine after it", cents.refine((total) => total > 500), 3, "3"],
    ["a refine round it", z.object({ amount: cents }).refine(({ amount }) => amount.toFixed(2) !== ""), { amount: 3 }, { amount: "3" }],
    ["a pipe", z.string().transform(Number).pipe(z.number()), "x", 3],
    ["a codec", z.codec(z.string(), z.number(), { decode: Number, encode: String }), "3", 3],
    ["a list", z.array(cents), [1, 2], ["1"]],
    ["a union", z.union([cents, z.boolean()]), true, "true"],
    ["a tuple", z.tuple([cents, z.string()]), [1, "a"], ["1", "a"]],
    ["a record", z.record(z.string(), cents), { a: 1 }, { a: "1" }],
    ["an intersection", z.object({ a: cents }).and(z.object({ b: z.string() })), { a: 1, b: "" }, { a: 1 }],
    ["an optional field", z.object({ amount: cents.optional() }), {}, { amount: "3" }],
    ["a nullable field", z.object({ amount: cents.nullable() }), { amount: null }, { amount: "3" }],
    [
      "a schema that contains itself",
      tree,
      { name: "a", children: [{ name: "b", children: [] }] },
      { name: "a", children: [{ name: "b" }] },
    ],
    ["a lazy schema", z.lazy(() => z.object({ amount: cents })), { amount: 3 }, { amount: "3" }],
  ])("is checked inside %s", async (_, schema, right, wrong) => {
    const check = async (value: unknown) =>
      (await checkAnswer(asking(z.object({ value: schema })), { decision: "pay", form: { value } })).ok;
    expect([await check(right), await check(wrong)]).toEqual([true, false]);
  });

  it("takes anything for a preprocessed field, which only its own function knows", async () => {
    const form = z.object({ amount: z.preprocess(Number, z.number()) });
    expect((await checkAnswer(asking(form), { decision: "pay", form: { amount: "3" } })).ok).toBe(true);
    expect(await parseAnswer(asking(form), { decision: "pay", form: { amount: "3" } })).toMatchObject({ answer: { form: { amount: 3 } } });
    expect(await parseAnswer(asking(form), { decision: "pay", form: { amount: "x" } })).toMatchObject({
      ok: false,
      path: ["form", "amount"],
    });
  });

  it("keeps the checks of a form without transforms", async () => {
    const form = z.object({ from: z.number(), to: z.number() }).refine(({ from, to }) => from < to, { path: ["to"] });
    expect(await checkAnswer(asking(form), { decision: "pay", form: { from: 2, to: 1 } })).toMatchObject({
      ok: false,
      path: ["form", "to"],
    });
  });
});
