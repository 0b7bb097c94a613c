/** The forms on the wire: flat messages, and the order of an event's fields. */
import { AIMessage, HumanMessage } from "@langchain/core/messages";
import { describe, expect, it } from "vitest";
import { formatEvent } from "../../server/sse.ts";
import { wireJson } from "../../server/wire-json.ts";

describe("wireJson", () => {
  it("writes messages flat, never in their lc form", () => {
    const call = { name: "lookup", args: { id: 1 }, id: "c1", type: "tool_call" as const };
    const values = {
      messages: [new HumanMessage({ id: "1", content: "hello" }), new AIMessage({ id: "2", content: "", tool_calls: [call] })],
    };
    expect(JSON.parse(wireJson(values))).toMatchObject({
      messages: [
        { type: "human", id: "1", content: "hello" },
        { type: "ai", id: "2", tool_calls: [call] },
      ],
    });
    expect(wireJson(values)).not.toContain('"lc"');
  });

  it("writes null for nothing", () => {
    expect(wireJson(undefined)).toBe("null");
  });
});

describe("formatEvent", () => {
  it("puts event, data and id in this order, each on one line", () => {
    expect(formatEvent({ id: "0", event: "values", data: { text: "two\nlines" } })).toBe(
      'event: values\ndata: {"text":"two\\nlines"}\nid: 0\n\n',
    );
    expect(formatEvent({ event: "error", data: null })).toBe("event: error\ndata: null\n\n");
  });
});
