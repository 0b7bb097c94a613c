/** What a model may call, and the answer to an impossible call: it goes back to the model, and no edge is invented. */
import { AIMessage, ToolMessage } from "@langchain/core/messages";
import { fakeModel } from "langchain";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { agent, setup, tool } from "../../../language/index.ts";
import { runPath } from "../../../testkit/index.ts";

const colleagues = { billing: "about an invoice or a payment", technical: "something does not work" };
let looked: string[] = [];

/** An agent whose model says these turns, one after the other: calls of tools, or a text. */
async function talk(turns: readonly (string | readonly { name: string; args: object }[])[], { isObject = false } = {}) {
  looked = [];
  const model = fakeModel();
  const offered: { name: string; description: string }[] = [];
  const bindTools = model.bindTools.bind(model);
  model.bindTools = ((tools: { name: string; description: string }[]) => {
    offered.push(...tools);
    return bindTools(tools as never);
  }) as never;
  for (const [turn, said] of turns.entries()) {
    const calls = typeof said === "string" ? [] : said.map((one, at) => ({ ...one, id: `${turn}-${at}`, type: "tool_call" as const }));
    model.respond(new AIMessage({ content: typeof said === "string" ? said : "", tool_calls: calls as never }));
  }
  const other = agent({ args: z.object({}), output: z.string(), run: async () => "a colleague's answer" });
  const graph = setup({
    state: { reply: z.string() },
    models: { main: () => model },
    agents: {
      talker: agent({ args: z.object({}), output: z.string(), model: "main", prompt: "Talk.", tools: ["look"] }),
      filler: agent({ args: z.object({}), output: z.object({ text: z.string() }), model: "main", prompt: "Fill in.", tools: ["look"] }),
      other,
    },
    tools: {
      look: tool({
        errors: {},
        args: z.object({ from: z.int(), to: z.int().max(9) }).refine(({ from, to }) => from <= to, "from is after to"),
        output: z.string(),
        run: async ({ from, to }) => {
          looked.push(`${from}-${to}`);
          return "seen";
        },
      }),
    },
  }).defineGraph({
    ...{ id: "talk", version: 1, start: "talk" },
    nodes: {
      talk: {
        ...{ kind: "agent", handoff: colleagues, next: "end" },
        ...(isObject ? { agent: "filler", writes: { reply: "text" } } : { agent: "talker", writes: "reply" }),
      } as never,
      billing: { kind: "agent", agent: "other", writes: "reply", next: "end" },
      technical: { kind: "agent", agent: "other", writes: "reply", next: "end" },
    },
  });
  const { path, state, error } = await runPath(graph, { input: {} });
  const results = (model.calls.at(-1)?.messages ?? []).filter((message) => ToolMessage.isInstance(message)).map(({ text }) => text);
  return { path, reply: state.reply, error, results, offered, calls: model.callCount };
}

describe("a handoff", () => {
  const handOver = (to: string) => ({ name: `handoff_to_${to}`, args: {} });
  const look = { name: "look", args: { from: 1, to: 2 } };
  const toBilling = ["talk -handoff:billing-> billing", "billing -next-> end"];

  it("is a tool whose description has the declared text", async () => {
    const { offered } = await talk(["Hello."]);
    expect(offered.find(({ name }) => name === "handoff_to_billing")?.description).toContain(colleagues.billing);
  });

  it("to a node that is not declared is an error of the tool, and the agent continues", async () => {
    const { path, reply, results } = await talk([[handOver("sales")], "I cannot."]);
    expect(path).toEqual(["talk -next-> end"]);
    expect(reply).toBe("I cannot.");
    expect(results).toEqual([expect.stringMatching(/handoff_to_sales is not a valid tool, try one of \[look, handoff_to_billing/)]);
  });

  it.each([
    ["after another tool", [look, handOver("billing")]],
    ["before another tool", [handOver("billing"), look]],
    ["before one that is not there", [handOver("billing"), handOver("sales")]],
    ["before a second one: the first holds", [handOver("billing"), handOver("technical")]],
  ])("is taken %s in the same answer", async (_, calls) => {
    for (const isObject of [false, true]) {
      const { path, calls: asked } = await talk([calls, "Never asked."], { isObject });
      expect(path).toEqual(toBilling);
      expect(asked).toBe(1);
    }
  });
});

describe("arguments that do not fit their tool", () => {
  it.each([
    ["of a wrong type", { from: "one", to: 2 }, /expected number, received string/],
    ["left out", { from: 1 }, /expected number, received undefined/],
    ["out of range", { from: 1, to: 10 }, /expected number to be <=9/],
    ["that contradict each other", { from: 3, to: 2 }, /from is after to/],
  ])("%s go back to the model with what is wrong, and nothing of this program's inside", async (_, args, problem) => {
    const { path, reply, results, error } = await talk([
      [{ name: "look", args }],
      [{ name: "look", args: { from: 1, to: 2 } }],
      "I looked.",
    ]);
    expect(error).toBeUndefined();
    expect(path).toEqual(["talk -next-> end"]);
    expect(reply).toBe("I looked.");
    expect(looked).toEqual(["1-2"]);
    expect(results[0]).toMatch(problem);
    expect(results[0]).not.toMatch(/node_modules|\.js:\d/);
  });
});
