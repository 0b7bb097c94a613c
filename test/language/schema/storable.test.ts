/** What can be stored comes back equal; everything else is reported with its place. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_DEPTH, walkStorable } from "../../../language/schema/storable.ts";

/** JSON has one zero, and so has all arithmetic that follows: -0 may come back as 0. */
function unsigned(value: unknown): unknown {
  if (value === 0) return 0;
  if (Array.isArray(value)) return value.map(unsigned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, unsigned(child)]));
}

describe("walkStorable", () => {
  it("finds nothing in what JSON preserves, and reports its approximate length", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value);
        const { unstorable, size } = walkStorable(value);
        const isRefused = /\\u0000|"lc":|"__proto__":/.test(text) || !text.isWellFormed() || text.includes("\\ud");
        if (!isRefused) expect(unstorable).toBeUndefined();
        // escapes make a text longer, short numbers shorter
        if (!isRefused) expect(size).toBeGreaterThanOrEqual(text.length / 7);
      }),
    );
  });

  it("never calls a value storable that would be read back differently", () => {
    const odd = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: true,
    });
    fc.assert(
      fc.property(odd, (value) => {
        const { unstorable } = walkStorable(value);
        if (unstorable) return;
        const text = JSON.stringify(value);
        expect(text === undefined ? undefined : JSON.parse(text)).toEqual(unsigned(value));
      }),
      { numRuns: 2_000 },
    );
  });

  const deep = (levels: number): unknown => (levels === 0 ? 1 : { in: deep(levels - 1) });
  const cycle: unknown[] = [];
  cycle.push({ back: cycle });
  it.each([
    [{ a: [{ b: new Date(0) }] }, "a.0.b", "a Date would be read back as a string: write value.toISOString()"],
    [{ n: Number.NaN }, "n", "NaN is not a JSON number: it would be read back as null. Leave it out, or write null"],
    [[1n], "0", "a BigInt is not JSON: write a number or a string"],
    [{ lc: 1 }, "lc", 'the key "lc" marks serialised LangChain objects: it would be read back as one'],
    [JSON.parse('{"__proto__":1}'), "__proto__", 'the key "__proto__" would set an object\'s prototype'],
    [new URL("http://a.b"), "", "a URL would be read back as a plain object, or not at all: write plain data"],
    [{ "a\0": 1 }, "a\0", "a NUL character (\\u0000): Postgres cannot store it"],
    [["\ud800"], "0", "half of a surrogate pair: it is not valid Unicode"],
    [[undefined], "0", "undefined in a list would be read back as null: write null"],
    [cycle, "0.back", "it contains itself"],
    [deep(5_000), Array.from({ length: MAX_DEPTH }, () => "in").join("."), `nested more than ${MAX_DEPTH} levels deep`],
  ])("tells the place and what to write instead: %#", (value, path, problem) => {
    const { unstorable } = walkStorable(value);
    expect(unstorable && { path: unstorable.path.join("."), problem: unstorable.problem }).toEqual({ path, problem });
  });
});
