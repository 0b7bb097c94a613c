/** What a conversation keeps of a visit, and how a person's decision about a call ends one. */
import { AIMessage, type BaseMessage } from "@langchain/core/messages";
import { fakeModel } from "langchain";
import { expect, it } from "vitest";
import { z } from "zod";
import { agent, type Message, messages, setup, ToolError, tool } from "../../../language/index.ts";
import { runPath } from "../../../testkit/index.ts";
import { checkEnumeration } from "../../testkit/check-enumeration.ts";

type Turn = string | readonly { readonly name: string; readonly args: object }[];
const look = { name: "look", args: { at: "door" } };
const send = { name: "send", args: { text: "hello" } };
const lost = { name: "lost", args: { at: "x" } };

function modelSaying(turns: readonly Turn[]) {
  return turns.reduce((fake, said, turn) => {
    const calls = typeof said === "string" ? [] : said.map((one, at) => ({ ...one, id: `${turn}-${at}`, type: "tool_call" as const }));
    return fake.respond(new AIMessage({ id: `said-${turn}`, content: typeof said === "string" ? said : "", tool_calls: calls }));
  }, fakeModel());
}

const Talk = z.object({ messages: z.array(z.custom<Message>()) });
const looking = { errors: {}, effect: "none", args: z.object({ at: z.string() }), output: z.string() } as const;
let sent: string[] = [];

/** The first agent may send, and hand over to the second. */
function desk(turns: readonly Turn[], { maxTurns = 9 } = {}) {
  const fake = modelSaying(turns);
  const graph = setup({
    state: { messages: messages(), learned: z.string() },
    roles: ["owner"],
    models: { main: () => fake },
    agents: {
      first: agent({ args: Talk, output: z.string(), model: "main", prompt: "Help.", tools: ["look", "send", "lost"], maxTurns }),
      second: agent({ args: Talk, output: z.string(), model: "main", prompt: "Help on.", tools: ["look"] }),
      learner: agent({ args: z.object({}), output: z.string(), run: async () => "noted" }),
    },
    tools: {
      look: tool({ ...looking, run: async ({ at }) => `saw ${at}` }),
      lost: tool({
        ...looking,
        errors: { LOST: "final" },
        run: async () => {
          throw new ToolError("LOST", "it is gone");
        },
      }),
      send: tool({
        ...{ errors: {}, effect: "idempotent", args: z.object({ text: z.string() }), output: z.string() },
        run: async ({ text }) => {
          sent.push(text);
          return "sent";
        },
      }),
    },
  }).defineGraph({
    ...{ id: "desk", version: 1, start: "first", input: ["messages"], keeps: ["messages"] },
    nodes: {
      first: {
        ...{ kind: "agent", agent: "first", transcript: "messages", writes: "messages", next: "wait" },
        handoff: { second: "someone else is asked for" },
        approval: { tools: ["send"], by: ["owner"], decisions: { edit: "learn", reject: "end" } },
        onError: { "tool:lost": "learn", budget: "learn" },
      },
      second: { kind: "agent", agent: "second", transcript: "messages", next: "wait" },
      learn: { kind: "agent", agent: "learner", writes: "learned", next: "end" },
    },
  });
  return { graph, fake };
}

async function talk(turns: readonly Turn[], { decide, ...options }: { decide?: readonly object[]; maxTurns?: number } = {}) {
  sent = [];
  const { graph } = desk(turns, options);
  const { path, state, error } = await runPath(graph, {
    input: { messages: "help" },
    ...(decide && { approvals: { first: [{ decisions: decide }] } }),
  });
  expect(error).toBeUndefined();
  return { path, said: (state.messages as BaseMessage[]).map(lineOf) };
}

function lineOf(message: BaseMessage): string {
  const calls = AIMessage.isInstance(message) ? (message.tool_calls ?? []).map(({ name }) => name) : [];
  return `${message.type}: ${[message.text, ...calls].filter(Boolean).join(" ")}`;
}

it("is kept whole: calls, results and words, of which the last is not written twice", async () => {
  const { path, said } = await talk([[look, look], "It is closed."]);
  expect(path).toEqual(["first -next-> wait"]);
  expect(said).toEqual(["human: help", "ai: look look", 'tool: "saw door"', 'tool: "saw door"', "ai: It is closed."]);
});

it("goes on in the agent that takes over, whom the handoff does not end", async () => {
  const { path, said } = await talk([[{ name: "handoff_to_second", args: {} }], [look], "Done."]);
  expect(path).toEqual(["first -handoff:second-> second", "second -next-> wait"]);
  expect(said.slice(1)).toEqual(["ai: handoff_to_second", "tool: handed over to second", "ai: look", 'tool: "saw door"', "ai: Done."]);
});

it("says of each call of a visit that failed what came of it", async () => {
  const { path, said } = await talk([[look, lost, send]], { decide: [{ type: "approve" }] });
  expect(path[0]).toBe("first -error:tool:lost-> learn");
  expect(said.slice(0, 2)).toEqual(["human: help", "ai: look lost send"]);
  expect(said.filter((line) => line.startsWith("tool:"))).toHaveLength(3);
  expect(said[3]).toBe("tool: failed: LOST: it is gone");
  const spent = await talk([[look], [look]], { maxTurns: 1 });
  expect([spent.path[0], ...spent.said.slice(1)]).toEqual(["first -error:budget-> learn", "ai: look", 'tool: "saw door"']);
});

it("leaves the agent by the decision that is routed, after what it says of the call", async () => {
  const edited = await talk([[send]], { decide: [{ type: "edit", editedAction: { name: "send", args: { text: "hi" } } }] });
  expect(edited.path).toEqual(["first -approval:edit-> learn", "learn -next-> end"]);
  expect(sent).toEqual(["hi"]);
  expect(edited.said.slice(1)).toEqual(["ai: send", 'tool: "sent"']);
  const rejected = await talk([[send]], { decide: [{ type: "reject", message: "not now" }] });
  expect(rejected.path).toEqual(["first -approval:reject-> end"]);
  expect([sent, ...rejected.said.slice(1)]).toEqual([[], "ai: send", "tool: not now"]);
});

it("stays in the agent by a decision that is not routed; of several calls the first routed one counts", async () => {
  expect((await talk([[send], "Sent."], { decide: [{ type: "approve" }] })).path).toEqual(["first -next-> wait"]);
  const both = await talk([[send, send]], { decide: [{ type: "approve" }, { type: "reject" }] });
  expect(both.path).toEqual(["first -approval:reject-> end"]);
  expect(sent).toEqual(["hello"]);
});

it("has a generated path for each decision", async () => {
  const { wrong, forgotten, notForced, names } = await checkEnumeration(desk([]).graph);
  expect({ wrong, forgotten, notForced }).toEqual({ wrong: [], forgotten: [], notForced: [] });
  expect(names).toMatchSnapshot();
});
