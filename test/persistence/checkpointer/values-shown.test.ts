/** Values of JavaScript that JSON has not: stored and read back as they were and shown as what they are, or refused with their place. */
import { expect, it } from "vitest";
import { StateSerializer } from "../../../persistence/checkpointer/state-serializer.ts";
import { plainText } from "../../../runtime/protocol/plain-json.ts";

class Money {
  readonly cents = 5;
}
class Bag extends Map {}
class OwnError extends Error {}
const getter = {
  get broken() {
    throw new Error("no");
  },
};
const named = Object.assign([1, 2], { note: "lost" });

const stored: readonly (readonly [what: string, value: unknown, shown: unknown])[] = [
  ["a Map", new Map([["a", 1]]), { __type: "Map", value: [["a", 1]] }],
  ["a Map in a Set", new Set([new Map([[1, -0]])]), { __type: "Set", value: [{ __type: "Map", value: [[1, -0]] }] }],
  ["a RegExp", /a+/gi, { __type: "RegExp", value: "/a+/gi" }],
  ["an Error", new Error("boom"), { __type: "Error", value: "boom" }],
  ["bytes", new Uint8Array([1, 2, 255]), { __type: "Uint8Array", value: "AQL/" }],
  ["-0", { list: [-0, 0, { deep: -0 }] }, { list: [-0, 0, { deep: -0 }] }],
  ["undefined in an object", { a: undefined, b: 1 }, { b: 1 }],
];

it.each(stored)("keeps and shows %s", async (_, value, shown) => {
  const serializer = new StateSerializer();
  for (const one of [value, { deep: [value] }]) {
    const [type, bytes] = await serializer.dumpsTyped(one);
    // as the driver gives them
    expect(await serializer.loadsTyped(type, Buffer.from(bytes))).toStrictEqual(one);
  }
  expect(JSON.parse(plainText(value))).toStrictEqual(shown);
});

it.each([
  ["a Date", new Date(0)],
  ["a Buffer", Buffer.from("hé")],
  ["another typed array", new Int16Array(2)],
  ["a class", new Money()],
  ["a class that extends Map", new Bag()],
  ["an error of a class", new OwnError("own")],
  ["an error with a cause", new Error("outer", { cause: 1 })],
  ["an error with fields", Object.assign(new Error("fields"), { code: 7 })],
  ["a URL", new URL("https://example.com")],
  ["a boxed number", new Number(1)],
  ["a BigInt", 1n],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["a symbol", Symbol("s")],
  ["a symbol as a key", { [Symbol("s")]: 1 }],
  ["a function", () => 1],
  ["a getter that throws", getter],
  ["a list with holes", new Array(3)],
  ["a list with a name", named],
  ["a Date in a Map", new Map([["at", new Date(0)]])],
])("refuses %s", async (_, value) => {
  await expect(new StateSerializer().dumpsTyped({ place: value })).rejects.toMatchObject({
    code: "UNSTORABLE_STATE",
    facts: { path: expect.arrayContaining(["place"]) },
  });
});

it("shows in streams what it is", () => {
  const shown = JSON.parse(
    plainText({ nan: Number.NaN, never: new Date("nonsense"), at: new Date(0), bytes: new Int16Array([1, -2]), big: 3n }),
  );
  expect(shown).toEqual({
    nan: { __type: "number", value: "NaN" },
    never: { __type: "Date", value: "Invalid Date" },
    at: "1970-01-01T00:00:00.000Z",
    bytes: { __type: "Int16Array", value: ["1", "-2"] },
    big: "3",
  });
});
