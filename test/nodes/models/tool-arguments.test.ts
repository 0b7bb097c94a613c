/** Arguments of tool calls as servers write them: an object, or nothing that can be believed. */
import { describe, expect, it } from "vitest";
import { readArguments } from "../../../nodes/models/tool-arguments.ts";

const rome = { city: "Rome" };

describe("arguments", () => {
  it.each([
    ["an object as text", '{"city":"Rome"}', rome],
    ["an object", rome, rome],
    ["encoded twice", JSON.stringify(JSON.stringify(rome)), rome],
    ["with space around", ' \n{"city":"Rome"}\n', rome],
    ["in a code fence", '```json\n{"city":"Rome"}\n```', rome],
    ["with the model's own mark behind", '{"city":"Rome"}<|im_end|>', rome],
    ["with a brace too many", '{"city":"Rome"}}', rome],
    ["with braces inside a text", '{"city":"{Ro\\"me}"} .', { city: '{Ro"me}' }],
    ["behind an empty object", '{}{"city":"Rome"}', rome],
    ["an empty text", "", {}],
    ["white space", "  ", {}],
    ["null", null, {}],
    ["the text null", "null", {}],
    ["undefined", undefined, {}],
    ["an empty object", "{}", {}],
  ])("are read: %s", (_, written, expected) => expect(readArguments(written)).toEqual(expected));

  it.each([
    ["cut off", '{"cents": 50'],
    ["cut off in a text", '{"city":"Ro'],
    ["two objects", '{"cents":1}{"cents":2}'],
    ["an object in words, and another", 'either {"a":1} or {"a":2}'],
    ["a list", "[1]"],
    ["a list as it is", [1]],
    ["a number", "5"],
    ["a number as it is", 5],
    ["words", "Rome"],
    ["single quotes", "{'city':'Rome'}"],
    ["NaN", '{"cents": NaN}'],
    ["twice, and not an object", JSON.stringify("5")],
  ])("are not guessed: %s", (_, written) => expect(readArguments(written)).toBeUndefined());
});
