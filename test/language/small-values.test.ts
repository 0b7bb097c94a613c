/** Durations, nearest names and prompts. */
import { expect, test } from "vitest";
import { fillPrompt, promptNames } from "../../inspect/index.ts";
import { parseDuration } from "../../language/index.ts";
import { nearest, nearestHint } from "../../language/issues/nearest.ts";

test.each([
  ["500ms", 500],
  ["30s", 30_000],
  ["15m", 900_000],
  ["1.5h", 5_400_000],
  ["2d", 172_800_000],
  ["0s", undefined],
  ["-1s", undefined],
  ["5", undefined],
  ["5 m", undefined],
  ["5min", undefined],
  ["", undefined],
  ["1e9d", undefined],
  ["99999d", undefined],
])("%s", (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test("the nearest name is near", () => {
  const names = ["draft", "feedback", "receipt", "pay"];
  expect(nearest("drfat", names)).toBe("draft");
  expect(nearest("Draft", names)).toBe("draft");
  expect(nearest("pya", names)).toBe("pay");
  expect(nearest("specialist", names)).toBeUndefined();
  expect(nearest("x", ["y"])).toBeUndefined();
  expect(nearest("a".repeat(1_000_000), names)).toBeUndefined();
  expect(nearestHint("zzz", [])).toBe("None are declared.");
});

test("a prompt mentions names; doubled braces are braces", () => {
  const prompt = 'Dear {name}, {{not this}} but {order} and {name} as { "json": 1 }';
  expect(promptNames(prompt)).toEqual(["name", "order"]);
  expect(fillPrompt(prompt, { name: "Ada", order: { id: 7 } })).toBe('Dear Ada, {not this} but {"id":7} and Ada as { "json": 1 }');
  expect(fillPrompt("{toString}|{absent}", {})).toBe("|");
});
