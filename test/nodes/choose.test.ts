/** What counts as sure: a number that is no confidence never does. */
import { describe, expect, it } from "vitest";
import { choose } from "../../nodes/choose.ts";

const sure = { router: "intent", lowConfidence: { below: 0.7, next: "ask" } };
const clear = { router: "intent", lowConfidence: { below: 0.5, margin: 0.2, next: "ask" } };
const any = { router: "intent" };
const one = (confidence: unknown, label = "a") => [{ label, confidence }];
const two = (first: unknown, second: unknown) => [
  { label: "a", confidence: first },
  { label: "b", confidence: second },
];

describe("a confidence", () => {
  const noConfidences: [string, unknown][] = [
    ["NaN", Number.NaN],
    ["missing", undefined],
    ["null", null],
    ["infinite", Number.POSITIVE_INFINITY],
    ["minus infinity", Number.NEGATIVE_INFINITY],
    ["a low text", "0.2"],
    ["a high text", "0.9"],
    ["a percentage", 55],
    ["just above one", 1 + 1e-9],
    ["negative", -0.2],
    ["true", true],
    ["a bigint", 1n],
    ["a list", [0.9]],
    ["a number object", Object(0.9)],
  ];
  it.each(noConfidences)("that is %s is never sure", (_, confidence) => {
    expect(choose(one(confidence), sure)).toBe("lowConfidence");
    expect(choose(two(confidence, 0.1), sure)).toBe("lowConfidence");
    // nor may it hide behind one that is
    expect(choose(two(0.99, confidence), sure)).toBe("lowConfidence");
    expect(() => choose(one(confidence), any)).toThrow(/not a number from 0 to 1/);
  });

  it.each([0, 0.5, 0.7, 1])("of %d is a number from 0 to 1", (confidence) => expect(choose(one(confidence), any)).toBe("a"));

  it("takes the route at the threshold, and not below it", () => {
    expect(choose(two(0.7, 0.1), sure)).toBe("a");
    expect(choose(two(0.699999, 0.1), sure)).toBe("lowConfidence");
  });
});

describe("the best choice", () => {
  it("counts in any order", () => {
    expect(choose(two(0.05, 0.95), sure)).toBe("b");
    expect(choose(two(0.05, 0.95), any)).toBe("b");
    expect(choose([...two(0.2, 0.3), { label: "c", confidence: 0.9 }], clear)).toBe("c");
  });

  it("is the first of several with the same confidence, where no margin is asked for", () => {
    expect(choose(two(0.75, 0.75), sure)).toBe("a");
    expect(choose(two(0.75, 0.75), clear)).toBe("lowConfidence");
  });

  it.each([
    ["nothing", []],
    ["no list", { label: "a", confidence: 1 }],
    ["undefined", undefined],
    ["null", null],
    ["a text", "a"],
    ["labels alone", ["a", "b"]],
    ["a hole", [undefined]],
    ["null in the list", [{ label: "a", confidence: 0.9 }, null]],
    ["a choice without a label", [{ confidence: 0.9 }]],
  ])("does not exist in %s", (_, choices) => expect(() => choose(choices, sure)).toThrow(/router "intent" returned/));
});

describe("a margin", () => {
  it("compares with the best of another label, wherever it stands", () => {
    expect(choose([{ label: "c", confidence: 0.6 }, ...two(0.1, 0.79)], clear)).toBe("lowConfidence");
    expect(choose([{ label: "a", confidence: 0.85 }, ...two(0.9, 0.1)], clear)).toBe("a");
  });

  it("compares a single label with what its confidence leaves over", () => {
    expect(choose(one(0.55), clear)).toBe("lowConfidence");
    expect(choose(one(0.6), clear)).toBe("a");
    expect(choose([...one(0.55), ...one(0.52)], clear)).toBe("lowConfidence");
  });

  it("is kept by a lead that only rounding makes smaller", () => {
    expect(0.7 - 0.5).toBeLessThan(0.2);
    expect(choose(two(0.7, 0.5), clear)).toBe("a");
    expect(choose(two(0.699, 0.5), clear)).toBe("lowConfidence");
  });
});
