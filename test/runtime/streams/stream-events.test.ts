/** The events of a stream beside those of LangGraph's reference server, for the same graph in every mode. */
import { FakeListChatModel } from "@langchain/core/utils/testing";
import { END, interrupt, MemorySaver, MessagesValue, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { chunksAndEventsOf, chunksOf } from "../../../runtime/engine/stream/chunks-of.ts";
import { plainJson } from "../../../runtime/protocol/plain-json.ts";
import { libraryModes, StreamEvents } from "../../../runtime/streams/stream-events.ts";

const State = new StateSchema({ messages: MessagesValue, n: z.number().default(0) });
const model = new FakeListChatModel({ responses: ["hello there"] });
const child = new StateGraph(State)
  .addNode("inner", ({ n }) => ({ n: n + 10 }))
  .addEdge(START, "inner")
  .addEdge("inner", END)
  .compile();
const graph = () =>
  new StateGraph(State)
    .addNode("talk", async ({ messages }, { writer }) => {
      writer?.({ progress: 1 });
      return { messages: [await model.invoke(messages)], n: 1 };
    })
    .addNode("sub", child)
    .addNode("ask", () => ({ n: interrupt<unknown, number>({ q: 1 }) }))
    .addEdge(START, "talk")
    .addEdge("talk", "sub")
    .addEdge("sub", "ask")
    .addEdge("ask", END)
    .compile({ checkpointer: new MemorySaver() });

const allModes = ["values", "updates", "messages", "messages-tuple", "custom", "debug", "tasks", "checkpoints"];
const input = { messages: [{ role: "user", content: "hi", id: "h1" }] };
const configurable = { graph_id: "g", thread_id: "t" };
const runId = "0198c2a4-0000-7000-8000-000000000099";

/** The reference always streams models, and so their messages have the ids of the calls. */
const changing = /(run-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{32}\b|\d{4}-\d\d-\d\dT[^"]*/g;

type Event = readonly [event: string, data: unknown];

async function ours(subgraphs: boolean, modes: readonly string[] = allModes): Promise<Event[]> {
  const wanted = { modes, subgraphs };
  const events = new StreamEvents(wanted);
  const seen: Event[] = [];
  const streamMode = libraryModes(wanted);
  const options = { streamMode, subgraphs, configurable, runId, ...(subgraphs && streamMode.includes("values") && { version: "v2" }) };
  const chunks = modes.includes("events") ? chunksAndEventsOf : chunksOf;
  for await (const chunk of chunks(graph() as never, input, options as never))
    for (const [event, data] of events.of(chunk)) seen.push([event, plainJson(data)]);
  return seen;
}

async function theirs(subgraphs: boolean, modes: readonly string[] = allModes): Promise<Event[]> {
  const path = "@langchain/langgraph-api/dist/stream.mjs"; // not among the package's exports: by its file
  const { streamState } = await import(new URL(`../../../node_modules/${path}`, import.meta.url).href);
  const run = { run_id: runId, kwargs: { input, stream_mode: modes, subgraphs, config: { configurable } } };
  const seen: Event[] = [];
  for await (const { event, data } of streamState(run, { attempt: 1, getGraph: async () => graph() })) seen.push([event, plainJson(data)]);
  return seen.filter(([event]) => event !== "metadata");
}

/** By event, in order; without what differs from run to run, and without each server's own metadata. */
function comparable(events: readonly Event[]): Record<string, unknown[]> {
  const byEvent: Record<string, unknown[]> = {};
  for (const [event, data] of events) {
    const name = event.replaceAll(changing, "#");
    byEvent[name] = [...(byEvent[name] ?? []), JSON.parse(JSON.stringify(data, withoutMetadata).replaceAll(changing, "#"))];
  }
  return byEvent;
}

function withoutMetadata(key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const isConfig = key === "config" || key === "parent_config";
  const { metadata, tags: _, recursion_limit: __, tool_call_chunks: isChunk, ...rest } = value as Record<string, unknown>;
  return isConfig || isChunk !== undefined || "ls_integration" in ((metadata ?? {}) as object) ? rest : value;
}

/** The order of what one super-step tells differs: theirs arrives through callbacks. */
const inMessages = ["messages", "messages/metadata", "messages/partial", "messages/complete"];

describe("stream events", () => {
  it("are the reference server's, data for data", async () => {
    const [mine, reference] = [comparable(await ours(false)), comparable(await theirs(false))];
    expect(Object.keys(mine).sort()).toEqual(Object.keys(reference).sort());
    for (const name of Object.keys(reference).filter((event) => !inMessages.includes(event)))
      expect(mine[name], name).toEqual(reference[name]);
  });

  it("name the subgraph that they come from", async () => {
    const [mine, reference] = [comparable(await ours(true)), comparable(await theirs(true))];
    const names = Object.keys(reference).filter((event) => !inMessages.includes(event));
    expect(names).toContain("values|sub:#");
    for (const name of names) expect(mine[name], name).toEqual(reference[name]);
  });

  // the configs of `debug` name the run of the callbacks, and only the reference has those
  it.each(allModes.filter((mode) => mode !== "debug"))(
    "of %s alone are the reference server's, with and without subgraphs",
    async (mode) => {
      for (const subgraphs of [false, true]) {
        const [mine, reference] = [comparable(await ours(subgraphs, [mode])), comparable(await theirs(subgraphs, [mode]))];
        const names = Object.keys(reference).filter((event) => !inMessages.includes(event));
        expect(
          Object.keys(mine)
            .filter((event) => !inMessages.includes(event))
            .sort(),
        ).toEqual(names.sort());
        for (const name of names) expect(mine[name], `${name} ${subgraphs}`).toEqual(reference[name]);
      }
    },
  );

  it("of the mode events are those of LangChain, beside what the graph itself streams", async () => {
    const kinds = (events: readonly Event[]) => events.map(([event, data]) => [event, (data as { event?: string }).event]);
    const [mine, reference] = [await ours(false, ["events", "updates"]), await theirs(false, ["events", "updates"])];
    // callbacks of one super-step come in any order
    expect(kinds(mine).sort()).toEqual(kinds(reference).sort());
    expect(kinds(mine)).toContainEqual(["events", "on_chat_model_stream"]);
  });

  it("tell when each subgraph begins and ends", async () => {
    const events = (await ours(true, ["lifecycle"])).map(([event, data]) => [event.replaceAll(changing, "#"), data]);
    expect(events).toMatchObject([
      ["lifecycle|sub:#", { event: "started", graph_name: "sub" }],
      ["lifecycle|sub:#", { event: "completed", graph_name: "sub" }],
    ]);
  });

  it("have a message token by token, accumulated, and once when it is complete", async () => {
    const events = await ours(false);
    const of = (name: string) => events.filter(([event]) => event === name).map(([, data]) => data);
    expect(of("messages/metadata")).toHaveLength(1);
    const contents = of("messages/partial").map((data) => (data as { content: string }[])[0]?.content);
    expect(contents).toEqual(Array.from("hello there", (_, index) => "hello there".slice(0, index + 1)));
    expect(of("messages/complete")).toMatchObject([[{ type: "human", content: "hi" }], [{ type: "ai", content: "hello there" }]]);
    expect(of("messages")[0]).toMatchObject([{ type: "ai", content: "h" }, { langgraph_node: "talk" }]);
  });
});
