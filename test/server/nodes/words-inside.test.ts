/** What agents say reaches a reader once, under the id that the state has, wherever the agent stands: alone, in parallel, in each, in a subgraph, in one inside that. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { agent, messages, setup, tool } from "../../../language/index.ts";
import { openAI } from "../../../openai/chat-models.ts";
import { databasePorts } from "../../../runtime/ports/ports.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { type QuirksServer, quirksServer, streamed } from "../../openai/quirks-server.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { type Served, serveOn } from "../serve-graphs.ts";
import { eventsOf } from "../v2/events-of.ts";

const args = z.object({ messages: z.array(z.any()) });
const registry = {
  state: { messages: messages(), cents: z.object({ cents: z.number() }) },
  models: { fast: openAI({ model: "local" }) },
  tools: {
    look: tool({
      description: "Looks.",
      errors: {},
      effect: "none" as const,
      args: z.object({}),
      output: z.string(),
      run: async () => "seen",
    }),
  },
  agents: {
    talker: agent({ args, output: z.string(), model: "fast", prompt: "Talk.", tools: ["look"] }),
    counter: agent({ args, output: z.object({ cents: z.number() }), model: "fast", prompt: "Count." }),
    coded: agent({ args, output: z.string(), run: async () => "From code." }),
  },
} as const;
const talk = { kind: "agent", agent: "talker", writes: "messages" } as const;
const head = { version: 1, input: ["messages"], keeps: ["messages"] } as const;
const desk = setup(registry);
const inner = desk.defineGraph({ ...head, id: "inner", start: "talk", output: ["messages"], nodes: { talk: { ...talk, next: "end" } } });
const coded = desk.defineGraph({
  ...{ ...head, id: "coded", start: "say", output: ["messages"] },
  nodes: { say: { kind: "agent", agent: "coded", writes: "messages", next: "end" } },
});
const within = setup({ ...registry, graphs: { inner, coded } });
const call = (graph: "inner" | "coded") =>
  ({ kind: "subgraph", graph, input: { messages: "messages" }, output: { messages: "messages" }, next: "end" }) as const;
const middle = within.defineGraph({ ...head, id: "middle", start: "call", output: ["messages"], nodes: { call: call("inner") } });
const outer = setup({ ...registry, graphs: { middle } });

const graphs = {
  alone: desk.defineGraph({ ...head, id: "alone", start: "talk", nodes: { talk: { ...talk, next: "end" } } }),
  parallel: desk.defineGraph({
    ...{ ...head, id: "parallel", start: "both" },
    nodes: { both: { kind: "parallel", branches: { talk: { ...talk, next: "join" } }, next: "end" } },
  }),
  subgraph: within.defineGraph({ ...head, id: "subgraph", start: "call", nodes: { call: call("inner") } }),
  code: within.defineGraph({ ...head, id: "code", start: "call", nodes: { call: call("coded") } }),
  deep: outer.defineGraph({
    ...{ ...head, id: "deep", start: "call" },
    nodes: { call: { kind: "subgraph", graph: "middle", input: { messages: "messages" }, output: { messages: "messages" }, next: "end" } },
  }),
  shaped: desk.defineGraph({
    ...{ ...head, id: "shaped", start: "count" },
    nodes: { count: { kind: "agent", agent: "counter", writes: "cents", next: "end" } },
  }),
};

let provider: QuirksServer;
beforeAll(async () => {
  provider = await quirksServer();
  const call = (name: string, given: string) => ({ tool_calls: [{ index: 0, id: "a", function: { name, arguments: given } }] });
  provider.answer = (response, { messages: asked, tools }) => {
    if (tools?.some((one) => one.function.name === "extract-answer")) return streamed(response, [call("extract-answer", '{"cents":5}')]);
    return streamed(response, asked.at(-1)?.role === "tool" ? [{ content: "We open " }, { content: "at nine." }] : [call("look", "{}")]);
  };
});
afterAll(() => provider.stop());

describeOnBoth("what an agent says", (open) => {
  let served: Served;
  beforeAll(async () => {
    const database = await open();
    const secret = (name: string) => ({ OPENAI_API_KEY: "sk-test", OPENAI_BASE_URL: provider.url })[name];
    const ports = databasePorts(database, { log: consoleLog("silent") });
    const compiled = Object.fromEntries(Object.entries(graphs).map(([id, graph]) => [id, compileGraph(graph, { ports })]));
    served = await serveOn(database, compiled, { secret });
  });
  afterAll(() => served.close());

  async function read(graph: string, streamSubgraphs: boolean) {
    const { thread_id } = await served.client.threads.create();
    const input = { messages: [{ type: "human", content: "When?" }] };
    const said = new Map<string, string>();
    const events = new Set<string>();
    let all = "";
    for await (const { event, data } of served.client.runs.stream(thread_id, graph, {
      input,
      streamMode: "messages-tuple",
      streamSubgraphs,
    })) {
      if (!Array.isArray(data)) continue;
      const [{ id, type, content }] = data as unknown as [{ id: string; type: string; content: string }];
      all += JSON.stringify(data[0]);
      events.add(event.split(":")[0] ?? "");
      if (type.startsWith("AI") || type === "ai") said.set(id, (said.get(id) ?? "") + content);
    }
    const { values } = await served.client.threads.getState<{
      messages: { id: string; type: string; content: string; usage_metadata?: unknown }[];
    }>(thread_id);
    const stored = values.messages.filter(({ type }) => type === "ai");
    return { said: [...said].filter(([, text]) => text !== ""), stored, all, events: [...events] };
  }

  it.each(["alone", "parallel", "subgraph", "deep"])("%s arrives word by word, once, under its stored id", async (graph) => {
    for (const subgraphs of [false, true]) {
      const { said, stored, events } = await read(graph, subgraphs);
      expect(stored.map(({ content }) => content)).toEqual(["We open at nine."]);
      expect(said).toEqual([[stored[0]?.id, "We open at nine."]]);
      if (!subgraphs) expect(events).toEqual(["messages"]);
      if (subgraphs) expect(events.some((event) => event.startsWith("messages|"))).toBe(true);
    }
  });

  it.each(["alone", "parallel", "subgraph", "deep"])(
    "%s reaches a client of protocol v2 on the first level, block by block",
    async (graph) => {
      const { thread_id } = await served.client.threads.create();
      const params = { assistant_id: graph, input: { messages: [{ type: "human", content: "When?" }] } };
      const body = JSON.stringify({ id: 1, method: "run.start", params });
      await fetch(`${served.url}/threads/${thread_id}/commands`, { method: "POST", body });
      const events = await eventsOf(served.url, thread_id, { until: "completed", depth: 1 });
      const told = events.filter(({ method }) => method === "messages").map(({ params: { data } }) => data);
      const { values } = await served.client.threads.getState<{ messages: { id: string; type: string; content: string }[] }>(thread_id);
      const [stored] = values.messages.filter(({ type }) => type === "ai");
      expect(stored?.content).toBe("We open at nine.");
      const own = told.filter(({ run_id }) => run_id === stored?.id);
      expect(own.map(({ event, delta }) => delta?.text ?? event)).toEqual([
        ...["message-start", "content-block-start", "We open ", "at nine.", "content-block-finish", "message-finish"],
      ]);
    },
  );

  it("arrives from code inside a subgraph as well", async () => {
    const { said, stored } = await read("code", false);
    expect(said).toEqual([[stored[0]?.id, "From code."]]);
  });

  it("never has LangChain's own words", async () => {
    for (const subgraphs of [false, true]) {
      const { said, all } = await read("shaped", subgraphs);
      expect(said).toEqual([]);
      expect(all).not.toContain("Returning structured response");
    }
  });

  /** Everything at once, and what it tells of tools and subgraphs. */
  async function follow(graph: string, streamMode: readonly string[], streamSubgraphs: boolean) {
    const { thread_id } = await served.client.threads.create();
    const input = { messages: [{ type: "human", content: "When?" }] };
    const seen: { mode: string; at: string; data: Record<string, unknown> }[] = [];
    // the provider of this file only streams: so a mode with messages, which is not shown
    const asked = streamMode.includes("messages-tuple") ? streamMode : [...streamMode, "messages-tuple"];
    for await (const { event, data } of served.client.runs.stream(thread_id, graph, {
      input,
      streamMode: [...asked] as never,
      streamSubgraphs,
    })) {
      const [mode = "", ...at] = event.split("|");
      if (asked !== streamMode && (mode === "messages" || mode === "metadata")) continue;
      seen.push({ mode, at: at.map((segment) => segment.split(":")[0]).join("|"), data: data as never });
    }
    return seen;
  }

  it.each(["alone", "parallel", "deep"])("%s shows the tools that it calls, as the top node's", async (graph) => {
    const seen = await follow(graph, ["tools"], false);
    expect(seen.map(({ mode, at, data }) => [mode, at, data.event, data.name])).toEqual([
      ["tools", "", "on_tool_start", "look"],
      ["tools", "", "on_tool_end", "look"],
    ]);
  });

  it("begins and ends with each graph inside the graph, the innermost first", async () => {
    const seen = (await follow("deep", ["lifecycle"], false)).map(({ at, data }) => [data.event, at]);
    expect(seen.map(([, at]) => at)).toEqual(["call", "call|call", "call|call|talk", "call|call|talk", "call|call", "call"]);
    expect(seen.map(([event]) => event)).toEqual([...Array(3).fill("started"), ...Array(3).fill("completed")]);
  });

  it("arrives in all modes together, with the checkpoint of each values", async () => {
    const modes = ["values", "updates", "messages", "messages-tuple", "custom", "debug", "tasks", "tools", "lifecycle", "events"];
    const seen = await follow("deep", modes, true);
    const names = new Set(seen.map(({ mode }) => mode));
    expect([...names].sort()).toEqual(
      ["metadata", "checkpoints", "messages/metadata", "messages/partial", "messages/complete", ...modes]
        .filter((mode) => mode !== "messages-tuple" && mode !== "custom")
        .sort(),
    );
    const values = seen.filter(({ mode }) => mode === "values" || mode === "checkpoints").map(({ mode, at }) => `${mode}|${at}`);
    expect(values[0]).toMatch(/^checkpoints/);
    expect(seen.filter(({ mode }) => mode === "checkpoints")[0]?.data).toMatchObject({ id: expect.any(String), step: expect.any(Number) });
  });
});
