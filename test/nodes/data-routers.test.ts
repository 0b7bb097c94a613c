/** Routers on data: each class of labels, what proves a channel, and that all generated paths are taken through whoever wrote the value. */
import { expect, it } from "vitest";
import { z } from "zod";
import { agent, list, messages, setup, validate } from "../../language/index.ts";
import { enumeratePaths, runPath } from "../../testkit/index.ts";
import { checkEnumeration, clean } from "../testkit/check-enumeration.ts";

const Order = z.object({ id: z.string(), cents: z.number(), paid: z.boolean(), note: z.string().optional(), lines: z.array(z.string()) });
const desk = setup({
  state: {
    q: z.string(),
    order: Order,
    hint: z.string().optional(),
    size: z.enum(["s", "l"]).optional(),
    score: z.number().nullable(),
    notes: list(z.string()),
    messages: messages(),
    reply: z.string().optional(),
  },
  agents: {
    look: agent({
      args: z.object({ q: z.string() }),
      output: z.object({ order: Order.optional(), size: z.enum(["s", "l"]).optional(), score: z.number().nullable() }),
      run: async () => ({ score: null }),
    }),
    answer: agent({ args: z.object({ order: Order, hint: z.string().optional() }), output: z.string(), run: async () => "ok" }),
    sum: agent({ args: z.object({ q: z.string() }), output: z.string(), run: async () => "sum" }),
  },
});
const head = { version: 1, input: ["q"], params: { limit: 100 } } as const;
const flow = desk.defineGraph({
  ...head,
  id: "flow",
  start: "look",
  nodes: {
    look: { kind: "agent", agent: "look", writes: { order: "order", size: "size", score: "score" }, next: "found" },
    found: { kind: "router", on: "order", routes: { present: "big", absent: "bySize" } },
    big: { kind: "router", on: "order.cents", above: { param: "limit" }, routes: { above: "answer", within: "paid" } },
    paid: { kind: "router", on: "order.paid", routes: { yes: "noted", no: "sorry" } },
    noted: { kind: "router", on: "order.note", routes: { present: "lines", absent: "sorry" } },
    lines: { kind: "router", on: "order.lines", routes: { some: "many", empty: "sorry" } },
    many: { kind: "router", on: "order.lines", above: 2, routes: { above: "answer", within: "sorry" } },
    bySize: { kind: "router", on: "size", routes: { s: "scored", l: "sorry", absent: "sorry" } },
    scored: { kind: "router", on: "score", above: 0.5, routes: { above: "sorry", within: "sorry", absent: "end" } },
    answer: { kind: "agent", agent: "answer", writes: "reply", next: "end" },
    sorry: { kind: "set", values: { reply: { value: "Sorry." } }, next: "end" },
  },
});

it("every label is forced through the last writer, at the limit exactly", async () => {
  const { names, ...found } = await checkEnumeration(flow);
  expect(found).toEqual(clean);
  const outputOf = (name: string) => enumeratePaths(flow).paths.find((path) => path.name === name)?.scenario.nodes?.look;
  expect(outputOf("big -above-> answer")).toMatchObject([{ output: { order: { cents: 101 } } }]);
  expect(outputOf("big -within-> paid")).toMatchObject([{ output: { order: { cents: 100 } } }]);
  expect(outputOf("many -above-> answer")).toMatchObject([{ output: { order: { lines: ["text", "text", "text"] } } }]);
  expect(outputOf("scored -absent-> end")).toMatchObject([{ output: { size: "s", score: null } }]);
});

it("presence proves a channel, absence does not", () => {
  const issues = (nodes: object) => validate(desk.registry, JSON.parse(JSON.stringify({ ...flow, nodes }))).issues;
  expect(issues(flow.nodes)).toEqual([]);
  const { found: _, bySize: __, scored: ___, ...left } = flow.nodes;
  const found = { kind: "router", on: "order", routes: { present: "big", absent: "answer" } };
  expect(issues({ ...left, found }).map(({ code, path }) => `${code} ${path.join(".")}`)).toEqual([
    "READ_BEFORE_WRITE nodes.answer.args.order",
  ]);
});

const talk = desk.defineGraph({
  ...head,
  id: "talk",
  start: "long",
  input: ["messages", "q"],
  params: {},
  nodes: {
    long: { kind: "router", on: "messages", above: 3, routes: { above: "sum", within: "any" } },
    sum: { kind: "agent", agent: "sum", writes: "reply", next: "forget" },
    forget: { kind: "set", values: { messages: { clear: true } }, next: "any" },
    any: { kind: "router", on: "messages", routes: { some: "say", empty: "say" } },
    say: { kind: "set", values: { messages: { text: "{reply}" }, reply: { clear: true } }, next: "known" },
    known: { kind: "router", on: "reply", routes: { present: "end", absent: "end" } },
  },
});

it("a conversation is measured, and forgotten", async () => {
  const said = (count: number) => ({
    messages: Array.from({ length: count }, (_, index) => ({ role: "user", content: String(index) })),
    q: "q",
  });
  expect((await runPath(talk, { input: said(3) })).path).toEqual([
    ...["long -within-> any", "any -some-> say", "say -next-> known", "known -absent-> end"],
  ]);
  const long = await runPath(talk, { input: said(4), nodes: { sum: [{ label: "next", output: "short" }] } });
  expect(long.path.slice(0, 4)).toEqual(["long -above-> sum", "sum -next-> forget", "forget -next-> any", "any -empty-> say"]);
  expect(long.state.messages).toMatchObject([{ type: "ai", content: "short" }]);
});

it("a label that no way can have is named", async () => {
  const { notForced, wrong, forgotten, both } = await checkEnumeration(talk);
  expect({ wrong, forgotten, both }).toEqual({ wrong: [], forgotten: [], both: [] });
  expect(notForced.map(({ node, label, reason }) => `${node} ${label} ${reason}`)).toEqual(["known present value-not-written"]);
});
