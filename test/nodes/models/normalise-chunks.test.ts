/** Streamed tool calls as servers send them: each call is one, with an id of its own. */
import { AIMessageChunk, ChatMessageChunk } from "@langchain/core/messages";
import { ChatGenerationChunk } from "@langchain/core/outputs";
import { concat } from "@langchain/core/utils/stream";
import { describe, expect, it } from "vitest";
import { CallIds } from "../../../nodes/models/call-ids.ts";
import { normaliseAnswer } from "../../../nodes/models/normalise-answer.ts";
import { ChunkNormaliser } from "../../../nodes/models/normalise-chunks.ts";

const run = "3f0a";
const ids = () => new CallIds(run, []);

/** What is in the state after these deltas. */
function answerOf(deltas: readonly object[], kwargs: readonly object[] = []) {
  const chunks = new ChunkNormaliser({ id: run, ids: ids() });
  const all = deltas.map((delta, n) =>
    chunks.normalise(
      new ChatGenerationChunk({
        text: "",
        message: new AIMessageChunk({
          content: "",
          id: `theirs-${n}`,
          additional_kwargs: { ...kwargs[n] },
          tool_call_chunks: Object.keys(delta).length > 0 ? [{ type: "tool_call_chunk", ...delta } as never] : [],
        }),
      }),
    ),
  );
  const whole = all.map(({ message }) => message as AIMessageChunk).reduce((sum, one) => concat(sum, one));
  const answer = normaliseAnswer(whole, { id: whole.id, ids: new CallIds("", []) });
  return {
    answer,
    calls: (answer.tool_calls ?? []).map(({ name, args }) => [name, args]),
    callIds: (answer.tool_calls ?? []).map(({ id }) => id),
  };
}
const rome = '{"city":"Rome"}';
const oslo = '{"city":"Oslo"}';
const both = [
  ["weather", { city: "Rome" }],
  ["weather", { city: "Oslo" }],
];

describe("a streamed answer", () => {
  it("has one id, which is ours, in every chunk", () => {
    const { answer } = answerOf([{}, {}]);
    expect(answer.id).toBe(run);
  });

  it.each([
    [
      "by index",
      [
        { index: 0, id: "a", name: "weather", args: "" },
        { index: 0, args: rome },
        { index: 1, id: "b", name: "weather", args: oslo },
      ],
    ],
    [
      "without an index",
      [
        { id: "a", name: "weather", args: rome },
        { id: "b", name: "weather", args: oslo },
      ],
    ],
    [
      "without index and id",
      [
        { name: "weather", args: rome },
        { name: "weather", args: oslo },
      ],
    ],
    [
      "all at index 0",
      [
        { index: 0, id: "a", name: "weather", args: rome },
        { index: 0, id: "b", name: "weather", args: oslo },
      ],
    ],
    [
      "all at index 0 without ids",
      [
        { index: 0, name: "weather", args: rome },
        { index: 0, name: "weather", args: oslo },
      ],
    ],
    [
      "with one id for both",
      [
        { index: 0, id: "a", name: "weather", args: rome },
        { index: 1, id: "a", name: "weather", args: oslo },
      ],
    ],
    [
      "with empty ids",
      [
        { index: 0, id: "", name: "weather", args: rome },
        { index: 1, id: "", name: "weather", args: oslo },
      ],
    ],
    [
      "with null",
      [
        { index: 0, id: null, name: "weather", args: rome },
        { index: 1, id: null, name: "weather", args: oslo },
      ],
    ],
    [
      "with objects as arguments",
      [
        { index: 0, id: "a", name: "weather", args: { city: "Rome" } },
        { index: 1, id: "b", name: "weather", args: { city: "Oslo" } },
      ],
    ],
    [
      "with a name in every delta",
      [
        { index: 0, id: "a", name: "weather", args: '{"city":' },
        { index: 0, id: "a", name: "weather", args: '"Rome"}' },
        { index: 1, id: "b", name: "weather", args: oslo },
      ],
    ],
    [
      "with another id in every delta",
      [
        { index: 0, id: "a", name: "weather", args: '{"city":' },
        { index: 0, id: "x", args: '"Rome"}' },
        { index: 1, id: "b", name: "weather", args: oslo },
      ],
    ],
    [
      "with space around the name",
      [
        { index: 0, id: "a", name: " weather", args: rome },
        { index: 1, id: "b", name: "weather\n", args: oslo },
      ],
    ],
  ])("has each call once: %s", (_, deltas) => {
    const { calls, callIds } = answerOf(deltas);
    expect(calls).toEqual(both);
    expect(new Set(callIds).size).toBe(2);
    expect(callIds.every((id) => /^\w+$/.test(id ?? ""))).toBe(true);
  });

  it("keeps the provider's ids where they can be used", () =>
    expect(
      answerOf([
        { index: 0, id: "a", name: "now", args: "" },
        { index: 1, id: "b", name: "now", args: "{}" },
      ]).callIds,
    ).toEqual(["a", "b"]));

  it("has a call in the old form", () => {
    const old = [{ function_call: { name: "weather", arguments: "" } }, { function_call: { arguments: rome } }];
    expect(answerOf([{}, {}], old).calls).toEqual([["weather", { city: "Rome" }]]);
  });

  it("never completes arguments that were cut off", () => {
    const { answer, calls } = answerOf([{ index: 0, id: "a", name: "pay", args: '{"cents": 50' }]);
    expect(calls).toEqual([]);
    expect(answer.invalid_tool_calls?.[0]).toMatchObject({ name: "pay", error: 'the arguments of tool "pay" are not a JSON object' });
  });

  it("names a call without a name", () =>
    expect(answerOf([{ index: 0, id: "a", name: "", args: rome }]).answer.invalid_tool_calls?.[0]).toMatchObject({
      error: "a tool call has no name",
    }));

  it("is an assistant's, whatever role the server names", () => {
    const chunk = new ChatGenerationChunk({ text: "hi", message: new ChatMessageChunk({ content: "hi", role: "model" }) });
    const { message } = new ChunkNormaliser({ id: run, ids: ids() }).normalise(chunk);
    expect(AIMessageChunk.isInstance(message)).toBe(true);
  });
});
