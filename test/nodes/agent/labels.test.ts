/** Agents that answer labels: what the model is offered, which of its calls counts, and where words go. */
import { AIMessage, type BaseMessage, ToolMessage } from "@langchain/core/messages";
import { fakeModel } from "langchain";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { agent, messages, setup, tool } from "../../../language/index.ts";
import { runPath } from "../../../testkit/index.ts";
import { checkEnumeration } from "../../testkit/check-enumeration.ts";

const Talk = z.object({ messages: z.array(z.any()) });
const ticket = { name: "ticket", args: { issue: "the door" } };
const solved = { name: "solved", args: {} };
const look = { name: "look", args: { at: "door" } };

interface Said {
  readonly words?: string;
  readonly calls?: readonly { readonly name: string; readonly args: object }[];
}

const model = (turns: readonly Said[]) =>
  turns.reduce((fake, { words = "", calls = [] }, turn) => {
    const tool_calls = calls.map((one, at) => ({ ...one, id: `${turn}-${at}`, type: "tool_call" as const }));
    return fake.respond(new AIMessage({ id: `said-${turn}`, content: words, tool_calls }));
  }, fakeModel());

function deskOn(fake: ReturnType<typeof fakeModel>, looked: string[] = []) {
  const code = setup({
    state: { messages: messages(), issue: z.string(), tries: z.number(), note: z.string() },
    models: { main: () => fake },
    agents: {
      service: agent({
        ...{ args: Talk, model: "main", prompt: "Help.", tools: ["look"] },
        labels: {
          said: z.string(),
          ticket: z.object({ issue: z.string(), tries: z.number().optional() }).describe("A ticket is needed."),
          solved: null,
        },
      }),
      other: agent({ args: z.object({}), output: z.string(), run: async () => "from a colleague" }),
    },
    tools: {
      look: tool({
        ...{ description: "Looks.", errors: {}, effect: "none" },
        args: z.object({ at: z.string() }),
        output: z.string(),
        run: async ({ at }) => {
          looked.push(at);
          return "seen";
        },
      }),
    },
  });
  return code.defineGraph({
    ...{ id: "desk", version: 1, start: "service", input: ["messages"], keeps: ["messages"] },
    nodes: {
      service: {
        ...{ kind: "agent", agent: "service", handoff: { other: "a colleague is wanted" } },
        routes: { said: "wait", ticket: "end", solved: "end" },
        writes: { said: "messages", ticket: { issue: "issue", tries: "tries" } },
      },
      other: { kind: "agent", agent: "other", writes: "messages", next: "end" },
    },
  });
}

async function talk(...turns: Said[]) {
  const looked: string[] = [];
  const fake = model(turns);
  const offered: { name: string; description?: string }[] = [];
  const bindTools = fake.bindTools.bind(fake);
  fake.bindTools = (tools) => {
    offered.push(...(tools as typeof offered));
    return bindTools(tools);
  };
  const { path, state, error } = await runPath(deskOn(fake, looked), { input: { messages: "help" } });
  const conversation = (state.messages as BaseMessage[]).map(({ type, text }) => `${type}: ${text}`);
  return { path, issue: state.issue, conversation, looked, offered, error, calls: fake.calls };
}

describe("what a model answers", () => {
  it("is offered a tool for each label but the words, with the description of its form", async () => {
    const { offered, path } = await talk({ calls: [ticket] });
    expect(offered.map(({ name, description }) => `${name}: ${description}`)).toEqual([
      "look: Looks.",
      "handoff_to_other: Hand the conversation over to other: a colleague is wanted",
      "ticket: A ticket is needed.",
      "solved: Answer: solved.",
    ]);
    expect(path).toEqual(["service -ticket-> end"]);
  });

  it("is words: the text's label, in the conversation under the id of the message", async () => {
    const { path, conversation } = await talk({ words: "Which door?" });
    expect(path).toEqual(["service -said-> wait"]);
    expect(conversation).toEqual(["human: help", "ai: Which door?"]);
  });

  it("is a call: its form goes to the channels, and the words beside it where the text's label writes", async () => {
    const { path, issue, conversation } = await talk({ words: "I open a ticket.", calls: [ticket] });
    expect(path).toEqual(["service -ticket-> end"]);
    expect(issue).toBe("the door");
    expect(conversation).toEqual(["human: help", "ai: I open a ticket."]);
  });

  it("is the first label called: a second one is not taken, and a tool beside it still runs", async () => {
    const { path, issue, looked } = await talk({ calls: [look, solved, ticket] });
    expect(path).toEqual(["service -solved-> end"]);
    expect(issue).toBeUndefined();
    expect(looked).toEqual(["door"]);
  });

  it("is what was called first, of a label and a handoff", async () => {
    const handOver = { name: "handoff_to_other", args: {} };
    expect((await talk({ calls: [handOver, ticket] })).path).toEqual(["service -handoff:other-> other", "other -next-> end"]);
    expect((await talk({ calls: [ticket, handOver] })).path).toEqual(["service -ticket-> end"]);
  });

  it("comes after the calls of tools, whose results the model has seen", async () => {
    const { path, calls } = await talk({ calls: [look] }, { calls: [ticket] });
    expect(path).toEqual(["service -ticket-> end"]);
    expect(
      calls
        .at(-1)
        ?.messages.filter((message) => ToolMessage.isInstance(message))
        .map(({ text }) => text),
    ).toEqual(['"seen"']);
  });

  it("is malformed where the form does not fit, with the place", async () => {
    const { error } = await talk({ calls: [{ name: "ticket", args: { issue: 5 } }] });
    expect(error?.message).toContain('malformed: the answer "ticket" does not fit: issue: ');
  });
});

describe("an agent in code", () => {
  const graphOf = (answer: object) => {
    const { defineGraph } = setup({
      state: { steps: z.array(z.string()), reply: z.string() },
      agents: {
        planner: agent({
          args: z.object({}),
          labels: { plan: z.object({ steps: z.array(z.string()) }), reply: z.string(), none: null },
          run: async () => answer as never,
        }),
      },
    });
    return defineGraph({
      ...{ id: "planned", version: 1, start: "plan" },
      nodes: {
        plan: {
          kind: "agent",
          agent: "planner",
          routes: { plan: "end", reply: "end", none: "end" },
          writes: { plan: { steps: "steps" }, reply: "reply" },
          onError: "end",
        },
      },
    });
  };

  it("resolves to a label and what comes with it", async () => {
    const { path, state } = await runPath(graphOf({ label: "plan", output: { steps: ["a"] } }), { input: {} });
    expect([path, state.steps]).toEqual([["plan -plan-> end"], ["a"]]);
  });

  it("fails where the form does not fit, and where the label is not declared", async () => {
    expect((await runPath(graphOf({ label: "plan", output: {} }), { input: {} })).path[0]).toBe("plan -error-> end");
    expect((await runPath(graphOf({ label: "plans" }), { input: {} })).error).toMatchObject({ code: "UNDECLARED_LABEL" });
  });

  it("is doubled by the same, or by a bare label", async () => {
    const graph = graphOf({ label: "none" });
    expect((await runPath(graph, { input: {}, agents: { planner: "none" } })).path).toEqual(["plan -none-> end"]);
    expect((await runPath(graph, { input: {}, agents: { planner: { label: "reply", output: "hello" } } })).state.reply).toBe("hello");
    expect((await runPath(graph, { input: {}, nodes: { plan: [{ label: "reply", output: "hi" }] } })).state.reply).toBe("hi");
  });
});

it("has a generated path for each label, each handoff and each failure", async () => {
  const { wrong, forgotten, notForced, names } = await checkEnumeration(deskOn(fakeModel()));
  expect({ wrong, forgotten, notForced }).toEqual({ wrong: [], forgotten: [], notForced: [] });
  expect(names).toMatchSnapshot();
});
