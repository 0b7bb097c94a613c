/** Schemas are compared as TypeScript compares types. */
import { expect, test } from "vitest";
import { z } from "zod";
import { jsonSchemaOf } from "../../../inspect/index.ts";
import { describeSchema, fits } from "../../../language/schema/fits.ts";

interface Tree {
  name: string;
  kids: Tree[];
}
const Tree: z.ZodType<Tree> = z.object({
  name: z.string(),
  get kids() {
    return z.array(Tree);
  },
});
const Numbered = z.object({
  name: z.number(),
  get kids() {
    return z.array(Numbered);
  },
}) as unknown as z.ZodType;

test.each<[string, z.ZodType, z.ZodType, boolean]>([
  ["text into text", z.string(), z.string(), true],
  ["a number into text", z.number(), z.string(), false],
  ["a whole number into a number", z.int(), z.number(), true],
  ["a number into a whole number, as in TypeScript", z.number(), z.int(), true],
  ["formats do not count", z.string(), z.email(), true],
  ["null into text", z.string().nullable(), z.string(), false],
  ["text into text or null", z.string(), z.string().nullable(), true],
  ["a closed set into text", z.enum(["a", "b"]), z.string(), true],
  ["text into a closed set", z.string(), z.enum(["a", "b"]), false],
  ["a smaller set into a larger", z.enum(["a"]), z.enum(["a", "b"]), true],
  ["a larger set into a smaller", z.enum(["a", "b"]), z.enum(["a"]), false],
  ["a literal into its type", z.literal(3), z.number(), true],
  ["an object with more fields", z.object({ a: z.string(), b: z.number() }), z.object({ a: z.string() }), true],
  ["an object with fewer fields", z.object({ a: z.string() }), z.object({ a: z.string(), b: z.number() }), false],
  ["an optional field into a required one", z.object({ a: z.string().optional() }), z.object({ a: z.string() }), false],
  ["a missing field into an optional one", z.object({}), z.object({ a: z.string().optional() }), true],
  ["a list of the same", z.array(z.string()), z.array(z.string()), true],
  ["a list of something else", z.array(z.number()), z.array(z.string()), false],
  ["a tuple into a list", z.tuple([z.string(), z.string()]), z.array(z.string()), true],
  ["a list into a tuple", z.array(z.string()), z.tuple([z.string()]), false],
  ["a record of the same", z.record(z.string(), z.number()), z.record(z.string(), z.number()), true],
  ["a record of something else", z.record(z.string(), z.string()), z.record(z.string(), z.number()), false],
  ["an object into a record", z.object({ a: z.number() }), z.record(z.string(), z.number()), true],
  ["a union into a larger union", z.union([z.string(), z.number()]), z.union([z.string(), z.number(), z.boolean()]), true],
  ["a union into one of its members", z.union([z.string(), z.number()]), z.string(), false],
  [
    "one variant into a union of variants",
    z.object({ kind: z.literal("a"), x: z.number() }),
    z.discriminatedUnion("kind", [z.object({ kind: z.literal("a"), x: z.number() }), z.object({ kind: z.literal("b") })]),
    true,
  ],
  ["what cannot be decided fits", z.any(), z.string(), true],
  ["a class fits: JSON Schema cannot say it", z.instanceof(Date), z.string(), true],
  ["a recursive type into itself", Tree, Tree, true],
  ["a recursive type into another", Tree, Numbered, false],
  ["both sides at once", z.intersection(z.object({ a: z.string() }), z.object({ b: z.number() })), z.object({ b: z.number() }), true],
])("%s", (_, source, target, expected) => {
  expect(fits(jsonSchemaOf(source), jsonSchemaOf(target))).toBe(expected);
});

test("types in a few words", () => {
  const described = [
    z.string(),
    z.int(),
    z.enum(["up", "down"]),
    z.array(z.string().nullable()),
    z.object({ id: z.string(), n: z.number() }),
    z.any(),
    Tree,
  ];
  expect(described.map((type) => describeSchema(jsonSchemaOf(type)))).toEqual([
    "string",
    "number",
    '"up" | "down"',
    "string | null[]",
    "{ id, n }",
    "unknown",
    "{ name, kids }",
  ]);
});
