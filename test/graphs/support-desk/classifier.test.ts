import { describe, expect, it } from "vitest";
import { trainClassifier } from "../../../graphs/support-desk/classifier.ts";
import { examplesOf } from "../../../graphs/support-desk/examples.ts";
import { measure, trained } from "../../../graphs/support-desk/measure-classifier.ts";

describe("the requests of CLINC150", () => {
  const texts = (split: "train" | "val" | "test") => examplesOf(split).map(({ text }) => text);

  it("gives every intent a route, and none to what is out of scope", () => {
    const examples = examplesOf("train");
    expect(examples).toHaveLength(3_100);
    expect(examples.filter(({ route }) => !route).map(({ intent }) => intent)).toEqual(Array(100).fill("oos"));
  });

  it("measures on requests that the router has not seen", () => {
    const seen = new Set(texts("train"));
    expect([...texts("val"), ...texts("test")].filter((text) => seen.has(text))).toEqual([]);
  });
});

describe("the router's confidence", () => {
  const classify = trained();

  it("is right and sure for most requests, and asks back for most that are out of scope", () => {
    const { accuracy, acceptedAndCorrect, acceptedAndWrong, outOfScopeEscalated, calibrationError } = measure("test", 0.6, classify);
    expect(accuracy).toBeGreaterThan(0.95);
    expect(acceptedAndCorrect).toBeGreaterThan(0.87);
    expect(acceptedAndWrong).toBeLessThan(0.02);
    expect(outOfScopeEscalated).toBeGreaterThan(0.91);
    expect(calibrationError).toBeLessThan(0.06);
  });

  it("gives every label, best first, each between 0 and 1, and the same every time", () => {
    const choices = classify("my card was stolen");
    expect(choices.map(({ label }) => label).sort()).toEqual(["accounts", "cards", "dispute", "payments"]);
    expect(choices[0]?.label).toBe("cards");
    const confidences = choices.map(({ confidence }) => confidence);
    expect(confidences).toEqual([...confidences].sort((a, b) => b - a));
    expect(confidences.every((confidence) => confidence >= 0 && confidence <= 1)).toBe(true);
    expect(trained()("my card was stolen")).toEqual(choices);
  });

  it("is low for words that it has never seen, and for no words at all", () => {
    expect(classify("xyzzy plugh")[0]?.confidence).toBeLessThan(0.1);
    expect(classify("")[0]?.confidence).toBeLessThan(0.1);
  });

  it("learns any labels", () => {
    const greet = trainClassifier(
      ["hello", "bye"],
      [
        { text: "good morning to you", label: "hello" },
        { text: "hello there", label: "hello" },
        { text: "goodbye for now", label: "bye" },
        { text: "see you later, goodbye", label: "bye" },
      ],
    );
    expect(greet("a very good morning")[0]?.label).toBe("hello");
  });
});
