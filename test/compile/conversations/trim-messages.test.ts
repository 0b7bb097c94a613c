/** A conversation is cut before a person's message, never between a call and its result, and in the same place however its messages arrive. */
import {
  AIMessage,
  type BaseMessage,
  HumanMessage,
  isAIMessage,
  isToolMessage,
  SystemMessage,
  ToolMessage,
} from "@langchain/core/messages";
import { messagesStateReducer } from "@langchain/langgraph";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { trimMessages } from "../../../compile/trim-messages.ts";
import { agent, messages, registryOf, setup, type TrimMessages } from "../../../language/index.ts";
import { definitionOf } from "../../../language/versions/fingerprint.ts";
import { runPath } from "../../../testkit/index.ts";

const person = (text: string) => new HumanMessage(text);
const assistant = (text: string, ...calls: string[]) =>
  new AIMessage({ content: text, tool_calls: calls.map((id) => ({ id, name: "look", args: { at: id } })) });
const result = (id: string) => new ToolMessage({ content: `result ${id}`, tool_call_id: id });
const shown = (said: readonly BaseMessage[]) => said.map((message) => message.text);

describe("the cut", () => {
  const talk = [
    person("q1"),
    assistant("a1"),
    person("q2"),
    assistant("", "c"),
    result("c"),
    assistant("a2"),
    person("q3"),
    assistant("a3"),
  ];
  it.each([
    [{ last: 1 }, ["q3", "a3"]],
    [{ last: 2 }, ["q3", "a3"]],
    [{ last: 3 }, ["q2", "", "result c", "a2", "q3", "a3"]],
    [{ last: 6 }, ["q2", "", "result c", "a2", "q3", "a3"]],
    [{ last: 7 }, shown(talk)],
    [{ last: 100 }, shown(talk)],
    [{ tokens: 1 }, ["q3", "a3"]],
    [{ tokens: 2 }, ["q2", "", "result c", "a2", "q3", "a3"]],
    [{ tokens: 100 }, shown(talk)],
  ] satisfies [TrimMessages, string[]][])("%j", (trim, kept) => {
    expect(shown(trimMessages(talk, trim))).toEqual(kept);
  });

  it("keeps system messages at the beginning, which do not count", () => {
    const said = [new SystemMessage("rules"), new SystemMessage("summary"), ...talk];
    expect(shown(trimMessages(said, { last: 2 }))).toEqual(["rules", "summary", "q3", "a3"]);
  });

  it("keeps everything since a call whose result has not come", () => {
    const said = [person("q1"), assistant("a1"), person("q2"), assistant("", "late"), person("q3"), assistant("a3"), person("q4")];
    expect(shown(trimMessages(said, { last: 1 }))).toEqual(["q2", "", "q3", "a3", "q4"]);
    expect(shown(trimMessages([...said, result("late"), person("q5")], { last: 1 }))).toEqual(["q5"]);
  });
});

/** Turns as graphs write them, and disturbed ones: a person between a call and its result, results that come late or never. */
const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constant("person" as const) },
  { weight: 3, arbitrary: fc.constant("words" as const) },
  { weight: 3, arbitrary: fc.constant("call" as const) },
  { weight: 4, arbitrary: fc.constant("result" as const) },
  { weight: 1, arbitrary: fc.constant("system" as const) },
);
const conversation = fc
  .tuple(fc.integer({ min: 0, max: 2 }), fc.array(fc.tuple(piece, fc.nat(3), fc.nat(30)), { maxLength: 40 }))
  .map(([rules, pieces]) => {
    const waiting: string[] = [];
    const said = pieces.flatMap(([kind, n, length], index): BaseMessage[] => {
      const text = "x".repeat(length);
      if (kind === "person") return [person(text)];
      if (kind === "system") return [new SystemMessage(text)];
      if (kind === "words") return [assistant(text)];
      if (kind === "result") return waiting.splice(n % Math.max(waiting.length, 1), 1).map(result);
      const ids = Array.from({ length: n + 1 }, (_, call) => `c${index}.${call}`);
      waiting.push(...ids);
      return [assistant(text, ...ids)];
    });
    const all = [...Array.from({ length: rules }, () => new SystemMessage("rules")), ...said];
    for (const [index, message] of all.entries()) message.id = `m${index}`;
    return all;
  });
const trims = fc.oneof(
  fc.integer({ min: 1, max: 12 }).map((last): TrimMessages => ({ last })),
  fc.integer({ min: 1, max: 60 }).map((tokens): TrimMessages => ({ tokens })),
);
const ids = (said: readonly BaseMessage[]) => said.map(({ id }) => id);
const talkOf = (said: readonly BaseMessage[]) => said.slice(said.findIndex(({ type }) => type !== "system"));
const callsOf = (said: readonly BaseMessage[]) => said.filter(isAIMessage).flatMap(({ tool_calls = [] }) => tool_calls.map(({ id }) => id));
const resultsOf = (said: readonly BaseMessage[]) => said.filter(isToolMessage).map(({ tool_call_id }) => tool_call_id);
const sizeOf = (said: readonly BaseMessage[]) =>
  said.reduce(
    (sum, message) =>
      sum +
      message.text.length +
      (isAIMessage(message)
        ? (message.tool_calls ?? []).reduce((all, { name, args }) => all + name.length + JSON.stringify(args).length, 0)
        : 0),
    0,
  ) / 4;
const runs = { numRuns: 2_000 };

describe("of every conversation", () => {
  it("the end is kept, at least as much as is asked for, from a person's message on", () => {
    const property = fc.property(conversation, trims, (said, trim) => {
      const kept = trimMessages(said, trim);
      const lost = said.length - kept.length;
      expect(ids(talkOf(kept))).toEqual(ids(talkOf(said).slice(lost)));
      expect(ids(kept).slice(0, kept.length - talkOf(kept).length)).toEqual(ids(said).slice(0, said.length - talkOf(said).length));
      if (lost === 0) return;
      expect(talkOf(kept)[0]?.type).toBe("human");
      if (trim.last !== undefined) expect(talkOf(kept).length).toBeGreaterThanOrEqual(trim.last);
      else expect(sizeOf(talkOf(kept))).toBeGreaterThanOrEqual(trim.tokens);
    });
    fc.assert(property, runs);
  });

  it("no call is without its result, and no result without its call", () => {
    const property = fc.property(conversation, trims, (said, trim) => {
      const kept = trimMessages(said, trim);
      for (const id of resultsOf(kept)) expect(callsOf(kept)).toContain(id);
      for (const id of callsOf(kept)) expect(resultsOf(kept).includes(String(id))).toBe(resultsOf(said).includes(String(id)));
    });
    fc.assert(property, runs);
  });

  it("cutting again cuts nothing", () => {
    const property = fc.property(conversation, trims, (said, trim) => {
      const kept = trimMessages(said, trim);
      expect(ids(trimMessages(kept, trim))).toEqual(ids(kept));
    });
    fc.assert(property, runs);
  });

  it("the same is kept however the messages arrive", () => {
    const property = fc.property(conversation, trims, fc.array(fc.nat(6), { maxLength: 40 }), (said, trim, sizes) => {
      let kept: BaseMessage[] = [];
      let at = 0;
      for (const size of [...sizes, said.length]) {
        kept = trimMessages(messagesStateReducer(kept, said.slice(at, at + size)), trim);
        at += size;
      }
      expect(ids(kept)).toEqual(ids(trimMessages(said, trim)));
    });
    fc.assert(property, runs);
  });
});

describe("in a graph", () => {
  const made = (trim?: TrimMessages) =>
    setup({
      state: { talk: messages({ ...(trim && { trim }) }) },
      agents: {
        clerk: agent({ args: z.object({ talk: z.array(z.any()) }), output: z.string(), run: async ({ talk }) => `saw ${talk.length}` }),
      },
    }).defineGraph({
      ...{ id: "talk", version: 1, start: "clerk", input: ["talk"], keeps: ["talk"] },
      nodes: { clerk: { kind: "agent", agent: "clerk", writes: "talk", next: "end" } },
    });

  it("a long thread stays short, and its agent sees only what is left", async () => {
    const turns = Array.from({ length: 30 }, (_, turn) => ({ talk: `q${turn + 2}` }));
    const { state } = await runPath(made({ last: 4 }), { input: { talk: "q1" }, turns });
    expect(shown(state.talk as BaseMessage[])).toEqual(["q30", "saw 5", "q31", "saw 5"]);
  });

  it("another measure is no other definition", () => {
    const hashes = [undefined, { last: 4 }, { last: 400 }, { tokens: 9 }].map((trim) => {
      const graph = made(trim);
      return definitionOf(registryOf(graph), graph).hash;
    });
    expect(new Set(hashes).size).toBe(1);
  });
});
