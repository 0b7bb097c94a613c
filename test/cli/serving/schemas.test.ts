/** The schemas of graphs whose state is an `Annotation`, over HTTP from a served project: read from the types of its source. */
import { join } from "node:path";
import { Client } from "@langchain/langgraph-sdk";
import { describe, expect, it } from "vitest";
import { startCli } from "../call-cli.ts";
import { projectFolder } from "../importing/project-folder.ts";

const MESSAGE = "#/definitions/BaseMessage<MessageStructure<MessageToolSet>,MessageType>";
const langGraph = `import { Annotation, MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";`;
const oneNode = `.addNode("n", () => ({})).addEdge(START, "n")`;

const files = {
  "types.ts": `export interface Order { id: string; paidAt: Date | null; lines: Line[]; tags?: Record<string, number>; pair: [string, number?]; done: () => void }
interface Line { sku: "a" | "b"; part?: Line }`,
  "desk.ts": `${langGraph}
import type { Order } from "./types.ts";
const State = Annotation.Root({
  ...MessagesAnnotation.spec,
  /** What is asked for. */
  order: Annotation<Order>,
  kind: Annotation<"refund" | "exchange" | null>({ reducer: (_, next) => next, default: () => null }),
  total: Annotation<number>,
});
const Output = Annotation.Root({ total: Annotation<number> });
export const graph = new StateGraph({ stateSchema: State, output: Output }, Annotation.Root({ model: Annotation<"large" | "small">() }))${oneNode}.compile();`,
  "inner.ts": `${langGraph}
export const child = new StateGraph(Annotation.Root({ mood: Annotation<boolean> }))${oneNode};
const builder = new StateGraph(Annotation.Root({ parent: Annotation<string> }));
builder.addNode("deep", child.compile()).addEdge(START, "deep");
export const parent = builder.compile();`,
  "nested.ts": `${langGraph}
import { child, parent } from "./inner.ts";
export { graph as default };
const other = new StateGraph(Annotation.Root({ other: Annotation<bigint> })).addNode("foreign", child.compile()).addEdge(START, "foreign");
const graph = new StateGraph(Annotation.Root({ all: Annotation<string[]> })).addNode({ one: parent, two: async () => ({}) }).addEdge(START, "one").addEdge(START, "two").compile();`,
  "factory.ts": `${langGraph}
import { child } from "./inner.ts";
export async function graph(config: unknown) {
  const builder = new StateGraph(Annotation.Root({ made: Annotation<number> })).addNode("inside", child.compile());
  return builder.addEdge(START, "inside");
}`,
  "mistyped.ts": `${langGraph}
const wrong: number = "text";
export const graph = new StateGraph(Annotation.Root({ kept: Annotation<string>, lost: Annotation<Missing> })).addNode("n", () => ({ kept: 1 })).addEdge(START, "n").compile();`,
  "anything.ts": `${langGraph}
export const graph: any = new StateGraph(Annotation.Root({ a: Annotation<string> }))${oneNode}.compile();`,
  "plain.js": `${langGraph}
export const graph = new StateGraph(Annotation.Root({ a: Annotation() }))${oneNode}.compile();`,
};

describe("schemas of an annotation", () => {
  it("are those of its types: nested, optional, recursive, of messages, of graphs inside and of factories; what has none is null and logged", async () => {
    const ids = ["desk", "nested", "factory", "mistyped", "anything", "plain"];
    const place = (id: string) => (id === "plain" ? "./plain.js:graph" : `./${id}.ts:${id === "nested" ? "default" : "graph"}`);
    const folder = projectFolder({ ...files, "langgraph.json": { graphs: Object.fromEntries(ids.map((id) => [id, place(id)])) } });
    const cli = startCli(["serve", "--port", "0", "--config", join(folder, "langgraph.json")], { env: { SIGNALBOX_DATA: "memory://" } });
    const [, url = ""] = (await cli.line()).split(" at ");
    const { assistants } = new Client({ apiUrl: url, apiKey: null, callerOptions: { maxRetries: 0 } });

    const desk = await assistants.getSchemas("desk");
    const kind = { anyOf: [{ enum: ["exchange", "refund"], type: "string" }, { type: "null" }] };
    expect(desk.input_schema).toEqual(desk.state_schema);
    expect(desk.output_schema).toMatchObject({ type: "object", properties: { total: { type: "number" } } });
    expect(Object.keys(desk.output_schema?.properties ?? {})).toEqual(["total"]);
    expect(desk.context_schema).toMatchObject({ properties: { model: { enum: ["large", "small"], type: "string" } } });
    expect(desk.state_schema).toMatchObject({
      properties: { messages: { type: "array", items: { $ref: MESSAGE } }, kind, total: { type: "number" } },
    });
    expect(desk.state_schema?.properties?.order).toEqual({
      type: "object",
      description: "What is asked for.",
      properties: {
        id: { type: "string" },
        paidAt: { anyOf: [{ type: "string", format: "date-time" }, { type: "null" }] },
        lines: { type: "array", items: { $ref: "#/definitions/Line" } },
        tags: { type: "object", additionalProperties: { type: "number" } },
        pair: { type: "array", items: [{ type: "string" }, { type: "number" }], minItems: 1, maxItems: 2 },
      },
    });
    expect(desk.state_schema?.definitions).toMatchObject({
      Line: { type: "object", properties: { sku: { enum: ["a", "b"], type: "string" }, part: { $ref: "#/definitions/Line" } } },
      [MESSAGE.slice("#/definitions/".length)]: { oneOf: [{ $ref: "#/definitions/RemoveMessage" }] },
    });

    const inside = await assistants.getSubgraphs("nested", { recurse: true });
    expect(Object.keys(inside)).toEqual(["one", "one|deep"]);
    expect(inside.one).toMatchObject({ state_schema: { properties: { parent: { type: "string" } } }, state: { type: "object" } });
    expect(inside["one|deep"]).toMatchObject({ input_schema: { properties: { mood: { type: "boolean" } } } });
    expect((await assistants.getSchemas("factory")).state_schema).toMatchObject({ properties: { made: { type: "number" } } });
    expect((await assistants.getSubgraphs("factory")).inside).toMatchObject({ state: { properties: { mood: { type: "boolean" } } } });

    const mistyped = await assistants.getSchemas("mistyped");
    expect(mistyped.state_schema?.properties).toEqual({ kept: { type: "string" }, lost: {} });
    for (const id of ["anything", "plain"]) {
      expect(await assistants.getSchemas(id)).toMatchObject({ input_schema: null, output_schema: null, state_schema: null });
    }
    await cli.stop("SIGTERM");
    const logged = (await cli.ended).stderr.split("\n").filter((line) => line.includes("the schemas of a graph are unknown"));
    expect(logged.map((line) => JSON.parse(line)).map(({ graph, reason }) => [graph, reason])).toEqual([
      ["anything", 'the type of "graph" is not a graph\'s, but any'],
      ["plain", "the file is not TypeScript, and the state of its graph is no schema of zod"],
    ]);
  });
});
