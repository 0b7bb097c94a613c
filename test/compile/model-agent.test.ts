/** Agents on a chat model: tools, bound arguments, structured output, handoff, retry inside. */

import { AIMessage, HumanMessage } from "@langchain/core/messages";
import { fakeModel } from "langchain";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { agent, messages, setup, tool } from "../../language/index.ts";
import { ToolError } from "../../language/issues/errors.ts";
import type { ChatModel } from "../../language/registry/registry.ts";
import { runPath } from "../../testkit/index.ts";

const Reply = z.object({ text: z.string(), cents: z.number() });
const seen: unknown[] = [];

const world = (model: ChatModel) =>
  setup({
    state: { customer: z.string(), message: z.string(), messages: messages(), draft: z.string(), cents: z.number() },
    models: { main: () => model },
    agents: {
      talker: agent({
        args: z.object({ customer: z.string(), message: z.string() }),
        output: z.string(),
        model: "main",
        prompt: "Help {customer}: {message}",
        tools: ["balance"],
      }),
      chatter: agent({ args: z.object({ messages: z.array(z.any()) }), output: z.string(), model: "main", prompt: "You are terse." }),
      drafter: agent({ args: z.object({ message: z.string() }), output: Reply, model: "main", prompt: "Draft: {message}" }),
      other: agent({ args: z.object({}), output: z.string(), run: async () => "the other one" }),
    },
    tools: {
      balance: tool({
        description: "The balance of an account.",
        errors: { NO_ACCOUNT: "final" },
        args: z.object({ customer: z.string(), account: z.string() }),
        output: z.object({ cents: z.number() }),
        run: async (given) => {
          seen.push(given);
          if (given.account === "none") throw new ToolError("NO_ACCOUNT", "there is none");
          return { cents: 1234 };
        },
      }),
    },
  });
const head = { id: "agents", version: 1, start: "talk", input: ["customer", "message", "messages"] } as const;
const input = { customer: "c-1", message: "hello" };
const talk = { kind: "agent", agent: "talker", writes: "draft", next: "end" } as const;

describe("an agent on a model", () => {
  it("calls its tools with its own arguments, and never shows these to the model", async () => {
    const model = fakeModel()
      .respondWithTools([{ name: "balance", args: { account: "savings", customer: "c-2" } }])
      .respond(new AIMessage("You have 12.34."));
    const graph = world(model).defineGraph({ ...head, nodes: { talk } });
    seen.length = 0;
    const { state, error } = await runPath(graph, { input });
    expect(error).toBeUndefined();
    expect(state.draft).toBe("You have 12.34.");
    expect(seen).toEqual([{ account: "savings", customer: "c-1" }]);
    expect(model.calls[0]?.messages.map(({ text }) => text)).toEqual(["Help c-1: hello"]);
    expect(model.calls[1]?.messages.at(-1)?.text).toBe('{"cents":1234}');
  });

  it("gives a declared tool error to the model, unless an edge takes it", async () => {
    const asks = () =>
      fakeModel()
        .respondWithTools([{ name: "balance", args: { account: "none" } }])
        .respond(new AIMessage("No such account."));
    const reply = await runPath(world(asks()).defineGraph({ ...head, nodes: { talk } }), { input });
    expect(reply.state.draft).toBe("No such account.");
    const edged = world(asks()).defineGraph({
      ...head,
      nodes: {
        talk: { ...talk, onError: { "tool:balance": "other" } },
        other: { kind: "agent", agent: "other", writes: "draft", next: "end" },
      },
    });
    expect(await runPath(edged, { input })).toMatchInlinePath(`
      talk -error:tool:balance-> other
      other -next-> end
    `);
  });

  it("has the conversation as its messages and the prompt as the system's", async () => {
    const model = fakeModel().respond(new AIMessage("Hi."));
    const graph = world(model).defineGraph({ ...head, nodes: { talk: { kind: "agent", agent: "chatter", writes: "draft", next: "end" } } });
    const { error } = await runPath(graph, { input: { ...input, messages: [new HumanMessage("hey")] } });
    expect(error).toBeUndefined();
    expect(model.calls[0]?.messages.map((message) => [message.type, message.text])).toEqual([
      ["system", "You are terse."],
      ["human", "hey"],
    ]);
  });

  it("fills its declared output", async () => {
    const model = fakeModel().respondWithTools([{ name: "extract-answer", args: { text: "Sorry", cents: 5 } }]);
    const graph = world(model).defineGraph({
      ...head,
      nodes: { talk: { kind: "agent", agent: "drafter", writes: { draft: "text", cents: "cents" }, next: "end" } },
    });
    const result = await runPath(graph, { input });
    expect(result.error).toBeUndefined();
    expect(result.state).toMatchObject({ draft: "Sorry", cents: 5 });
  });

  it("hands over by a declared edge", async () => {
    const model = fakeModel().respondWithTools([{ name: "handoff_to_other", args: {} }]);
    const graph = world(model).defineGraph({
      ...head,
      nodes: {
        talk: { ...talk, handoff: { other: "about the other thing" } },
        other: { kind: "agent", agent: "other", writes: "draft", next: "end" },
      },
    });
    expect(await runPath(graph, { input })).toMatchInlinePath(`
      talk -handoff:other-> other
      other -next-> end
    `);
  });

  it("retries a model call after a transient failure, and takes the edge after a final one", async () => {
    const busy = Object.assign(new Error("slow down"), { status: 429 });
    const retry = { maxAttempts: 2, initialInterval: "1ms" } as const;
    const once = fakeModel().respond(busy).respond(new AIMessage("Here."));
    const graph = world(once).defineGraph({ ...head, nodes: { talk: { ...talk, retry } } });
    expect((await runPath(graph, { input })).state.draft).toBe("Here.");
    const never = world(fakeModel().alwaysThrow(busy)).defineGraph({
      ...head,
      nodes: {
        talk: { ...talk, retry, onError: { rate_limit: "other" } },
        other: { kind: "agent", agent: "other", writes: "draft", next: "end" },
      },
    });
    expect(await runPath(never, { input })).toMatchInlinePath(`
      talk -error:rate_limit-> other (2 attempts)
      other -next-> end
    `);
  });
});

describe("what an agent adds to the conversation", () => {
  it.each([
    ["on a model", { kind: "agent", agent: "chatter", writes: "messages", next: "end" }],
    ["in code", { kind: "agent", agent: "other", writes: "messages", next: "end" }],
  ] as const)("is the assistant's, %s", async (_, node) => {
    const graph = world(fakeModel().respond(new AIMessage("Quite."))).defineGraph({ ...head, nodes: { talk: node } });
    const { state } = await runPath(graph, { input: { ...input, messages: [{ role: "user", content: "Is it late?" }] } });
    expect((state.messages as { type: string }[]).map(({ type }) => type)).toEqual(["human", "ai"]);
  });
});
