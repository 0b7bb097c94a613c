/** What is no mistake to the compiler is none to `validate`: optional fields and channels, and both sides of a schema. */
import { expect, test } from "vitest";
import { validate } from "../../../language/index.ts";
import { d, deadlines, g, registry, write } from "./vocabulary.ts";

const input = [...g.input, "perhaps", "order"] as const;
const graphs = {
  "a field that may be missing fills a channel": d.defineGraph({
    ...g,
    nodes: { x: { kind: "agent", agent: "scorer", args: { text: "note" }, writes: { note: "remark", count: "score" }, next: "end" } },
  }),
  "an output that may be missing fills a channel that may be empty": d.defineGraph({
    ...g,
    nodes: { x: { kind: "agent", agent: "finder", writes: "perhaps", next: "end" } },
  }),
  "a field of a form that may be missing fills a channel": d.defineGraph({
    ...g,
    nodes: {
      x: {
        ...{ kind: "interrupt", question: "say", by: ["lead"], decisions: { words: "end", more: "end" }, deadlines },
        writes: { words: "note", more: { note: "note" } },
      },
    },
  }),
  "a channel that may be empty feeds optional arguments": d.defineGraph({
    ...g,
    input,
    nodes: { x: { kind: "agent", agent: "measurer", args: { length: "note", unit: "perhaps" }, with: { digits: "2" }, next: "end" } },
  }),
  "a field of one too": d.defineGraph({
    ...g,
    input,
    nodes: { x: { kind: "agent", agent: "measurer", args: { length: "note", unit: "order.id" }, with: { digits: "2" }, next: "end" } },
  }),
  "an argument with a default needs no channel": d.defineGraph({
    ...g,
    nodes: { x: { kind: "agent", agent: "measurer", args: { length: "note" }, with: { digits: "2" }, next: "end" } },
  }),
  "a channel that may be empty is shown": d.defineGraph({
    ...g,
    nodes: {
      x: { ...{ kind: "interrupt", question: "plain", by: ["lead"], decisions: { ok: "y", no: "end" } }, shows: ["perhaps"], deadlines },
      y: write,
    },
  }),
};

test.each(Object.entries(graphs))("%s", (_, graph) => {
  expect(validate(registry, JSON.parse(JSON.stringify(graph))).issues).toEqual([]);
});

test("what may be missing is not written for certain, so it must be written elsewhere before it is read", () => {
  const graph = d.defineGraph({
    ...g,
    input: ["item", "count"],
    nodes: {
      x: { kind: "agent", agent: "scorer", args: { text: "item.id" }, writes: { note: "remark" }, next: "y" },
      y: { kind: "agent", agent: "helper", writes: "note", next: "end" },
    },
  });
  expect(validate(registry, graph).issues.map(({ code, path }) => `${code} ${path.join(".")}`)).toEqual([
    "READ_BEFORE_WRITE nodes.y.args.note",
  ]);
});
