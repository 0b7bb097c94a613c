/** Unsafe values in a body: forged objects, NUL, broken Unicode, huge numbers and depth are reported with their place. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unsafePlaces } from "../../../server/http/safe-json.ts";

const placesOf = (json: string) => unsafePlaces(JSON.parse(json)).map(({ path, message }) => `${path.join(".")}: ${message}`);

describe("unsafePlaces", () => {
  it.each([
    ['{"input":{"__proto__":{"admin":true}}}', "input.__proto__"],
    ['{"a":[{"constructor":{}}]}', "a.0.constructor"],
    ['{"messages":[{"lc":1,"type":"constructor","id":["x"]}]}', "messages.0.lc"],
    ['{"a":"x\\u0000"}', "a"],
    ['{"a\\u0000":1}', "a\u0000"],
    ['{"a":"\\ud800"}', "a"],
    ['{"a":{"n":1e999}}', "a.n"],
  ])("refuses %s", (json, place) => {
    expect(placesOf(json)).toEqual([expect.stringMatching(new RegExp(`^${place}: `))]);
  });

  it("refuses nesting beyond 64 levels, at any depth", () => {
    expect(placesOf("[".repeat(64) + "]".repeat(64))).toEqual([]);
    expect(placesOf("[".repeat(200_000) + "]".repeat(200_000))).toEqual([expect.stringContaining("nested more than 64 levels deep")]);
  });

  it("names every place, up to 20", () => {
    expect(placesOf('{"a":"\\u0000","b":{"lc":1}}')).toHaveLength(2);
    expect(placesOf(JSON.stringify(Array(100).fill({ lc: 1 })))).toHaveLength(20);
  });

  it("accepts all other JSON and does not change it", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        const before = JSON.stringify(value);
        const places = unsafePlaces(JSON.parse(before));
        expect(JSON.stringify(value)).toBe(before);
        expect(places.every(({ message }) => /NUL|surrogate|refused/.test(message))).toBe(true);
      }),
    );
  });
});
