/** Additions to a registry fit a stored definition; what was removed, or takes less than before, is named with what is stored and what is offered. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  type Agent,
  channel,
  type LabelForms,
  list,
  model,
  question,
  type Registry,
  router,
  setup,
  task,
  tool,
} from "../../../language/index.ts";
import { definitionOf } from "../../../language/versions/fingerprint.ts";
import { fitDefinition } from "../../../language/versions/fit-definition.ts";
import { misfitText } from "../../../language/versions/misfit.ts";
import type { StoredDefinition } from "../../../language/versions/stored-definition.ts";

const Reply = z.object({ text: z.string().max(200), tone: z.enum(["kind", "firm"]) });
const inner = (output: z.ZodType = z.string()) => {
  const within = setup({
    state: { ask: z.string(), said: output },
    tasks: { say: task({ labels: ["ok"], args: z.object({ ask: z.string() }), output, run: async () => ({ label: "ok", output: "" }) }) },
  } as never) as never as { defineGraph(data: object): never };
  return within.defineGraph({
    ...{ id: "inner", version: 1, start: "say", input: ["ask"], output: ["said"] },
    nodes: { say: { kind: "task", task: "say", writes: "said", routes: { ok: "end" } } },
  });
};

const LookArgs = z.object({ order: z.object({ id: z.string() }).loose(), topic: z.enum(["roof", "door"]) });
const LookWith = z.object({ max: z.number() });
const LookOutput = z.object({ cents: z.number().int(), extra: z.string().optional() });
const PayArgs = z.object({ cents: z.number().int() });

const clerk = (labels: LabelForms): Agent => ({ args: z.object({ ask: z.string() }), model: "fast", prompt: "{ask}", labels });

const registry = {
  roles: ["lead"],
  models: { fast: model({ make: () => ({ invoke: async () => "" }) }) },
  state: {
    ask: z.string(),
    topic: z.enum(["roof", "door"]),
    cents: z.number().int(),
    notes: list(z.string()),
    sum: channel(z.number(), { reduce: (a, b) => a + b, initial: 0 }),
    order: z.object({ id: z.string(), paid: z.boolean().optional() }),
    reply: z.string(),
    tone: z.enum(["kind", "firm"]),
    said: z.string(),
  },
  routers: { sort: router({ labels: ["a", "b"], args: z.object({ ask: z.string() }), run: async () => [{ label: "a", confidence: 1 }] }) },
  tasks: {
    look: task({
      ...{ labels: ["yes", "no"], args: LookArgs },
      with: LookWith,
      output: LookOutput,
      run: async () => ({ label: "yes", output: { cents: 1 } }),
    }),
  },
  tools: {
    pay: tool({
      errors: { DECLINED: "final" },
      args: PayArgs,
      output: z.string(),
      effect: "idempotent",
      run: async () => "",
    }),
  },
  agents: { clerk: clerk({ said: z.string(), reply: Reply, done: null }) },
  questions: { approve: question({ prompt: "?", decisions: { yes: null, no: Reply } }) },
  graphs: { inner: inner() },
} satisfies Registry;

const graph = {
  ...{ id: "desk", version: 1, start: "sort", input: ["ask", "topic", "order", "notes", "sum"], output: ["said"] },
  nodes: {
    sort: { kind: "router", router: "sort", routes: { a: "byTopic", b: "byTopic" } },
    byTopic: { kind: "router", on: "topic", routes: { roof: "look", door: "look" } },
    look: { kind: "task", task: "look", with: { max: 3 }, writes: { cents: "cents" }, routes: { yes: "approval", no: "end" } },
    approval: {
      kind: "interrupt",
      question: "approve",
      by: ["lead"],
      shows: ["cents"],
      decisions: { yes: "pay", no: "end" },
      writes: { no: { reply: "text", tone: "tone" } },
      deadlines: [{ after: "1h", next: "end" }],
    },
    pay: { kind: "tool", tool: "pay", writes: "said", onError: { DECLINED: "end" }, next: "sub" },
    sub: { kind: "subgraph", graph: "inner", output: { said: "said" }, next: "clerk" },
    clerk: {
      kind: "agent",
      agent: "clerk",
      routes: { said: "end", reply: "end", done: "end" },
      writes: { said: "said", reply: { reply: "text", tone: "tone" } },
    },
  },
};
const desk = setup(registry) as never as { defineGraph(data: object): never };
/** As the database gives it back. */
const read = (value: StoredDefinition): StoredDefinition => JSON.parse(JSON.stringify(value));
const definition = definitionOf(registry, desk.defineGraph(graph));
const stored = read({ canonical: JSON.parse(definition.canonical), fingerprint: definition.fingerprint });
const child = definitionOf(registryOfInner(registry.graphs.inner), registry.graphs.inner);
const children = new Map([[child.hash, read({ canonical: JSON.parse(child.canonical), fingerprint: child.fingerprint })]]);

function registryOfInner(of: never): Registry {
  return {
    state: { ask: z.string(), said: z.string() },
    tasks: {
      say: task({
        labels: ["ok"],
        args: z.object({ ask: z.string() }),
        output: z.string(),
        run: async () => ({ label: "ok", output: String(of) }),
      }),
    },
  };
}

type Change = Readonly<Record<string, Readonly<Record<string, unknown>> | readonly string[]>>;
/** The registry with some entries replaced, and those that are undefined removed. */
function changed(change: Change): Registry {
  const entries = Object.entries({ ...registry, ...change }).map(([group, offered]) => {
    if (Array.isArray(offered) || !(group in change)) return [group, offered] as const;
    const all = { ...Reflect.get(registry, group), ...offered };
    return [group, Object.fromEntries(Object.entries(all).filter(([, entry]) => entry !== undefined))] as const;
  });
  return Object.fromEntries(entries) as unknown as Registry;
}
const fitted = (change: Change) => fitDefinition(stored, changed(change), { children });
const texts = (change: Change) => fitted(change).misfits.map(misfitText);
const { look } = registry.tasks;
const { pay } = registry.tools;
const { order } = registry.state;
const labels = (forms: LabelForms): Change => ({ agents: { clerk: clerk(forms) } });
const approve = (decisions: Record<string, z.ZodType | null>) => ({ questions: { approve: question({ prompt: "?", decisions }) } });

it("fits the registry that it was made with", () => {
  expect(texts({})).toEqual([]);
});

describe("an addition fits:", () => {
  it.each<[string, Change]>([
    ["a channel", { state: { more: z.string() } }],
    ["a channel with the name of a stored node", { state: { pay: z.string() } }],
    ["an optional field of a channel", { state: { order: order.extend({ note: z.string().optional() }) } }],
    [
      "a value of an enum channel that a router is on",
      {
        state: { topic: z.enum(["roof", "door", "wall"]) },
        tasks: { look: { ...look, args: LookArgs.extend({ topic: z.enum(["roof", "door", "wall"]) }) } },
      },
    ],
    ["a label of a task", { tasks: { look: { ...look, labels: ["yes", "no", "maybe"] } } }],
    ["a label of a router", { routers: { sort: { ...registry.routers.sort, labels: ["a", "b", "c"] } } }],
    ["an error code", { tools: { pay: { ...pay, errors: { DECLINED: "final", LIMIT: "final" } } } }],
    ["an optional argument", { tools: { pay: { ...pay, args: PayArgs.extend({ memo: z.string().optional() }) } } }],
    ["an argument with a default", { tools: { pay: { ...pay, args: PayArgs.extend({ memo: z.string().default("-") }) } } }],
    ["a wider argument", { tools: { pay: { ...pay, args: z.object({ cents: z.union([z.number(), z.string()]) }) } } }],
    ["an optional constant", { tasks: { look: { ...look, with: LookWith.extend({ min: z.number().optional() }) } } }],
    ["a field of an output", { tasks: { look: { ...look, output: LookOutput.extend({ vat: z.number() }) } } }],
    ["a decision", approve({ yes: null, no: Reply, later: null })],
    ["a label of an agent", labels({ said: z.string(), reply: Reply, done: null, more: Reply })],
    [
      "an optional field of an agent's form",
      labels({ said: z.string(), reply: Reply.extend({ note: z.string().optional() }), done: null }),
    ],
    ["an optional field of a form", approve({ yes: null, no: Reply.extend({ note: z.string().optional() }) })],
    [
      "a value of an enum in a form",
      {
        ...approve({ yes: null, no: Reply.extend({ tone: z.enum(["kind", "firm", "cold"]) }) }),
        state: { tone: z.enum(["kind", "firm", "cold"]) },
      },
    ],
    ["a longer text in a form", approve({ yes: null, no: Reply.extend({ text: z.string().max(400) }) })],
    [
      "a tool, a task, a question, a role, a model",
      { tools: { other: pay }, tasks: { other: look }, roles: ["lead", "head"], models: { slow: registry.models.fast } },
    ],
    ["a graph inside with another version", { graphs: { inner: inner(z.string()) } }],
  ])("%s", (_, change) => {
    expect(texts(change)).toEqual([]);
  });

  it("and the stored definition sees its own labels, codes, decisions and form fields", () => {
    const own = fitted({
      ...approve({ yes: null, no: Reply.extend({ note: z.string().optional() }), later: null }),
      ...labels({ said: z.string(), reply: Reply, done: null, more: null }),
      tasks: { look: { ...look, labels: ["yes", "no", "maybe"] } },
      tools: { pay: { ...pay, errors: { DECLINED: "final", LIMIT: "final" } } },
    }).registry;
    expect(own?.tasks?.look?.labels).toEqual(["yes", "no"]);
    expect(Object.keys(own?.agents?.clerk?.labels ?? {})).toEqual(["said", "reply", "done"]);
    expect(Object.keys(own?.tools?.pay?.errors ?? {})).toEqual(["DECLINED"]);
    const { decisions } = own?.questions?.approve ?? { decisions: {} as Record<string, unknown> };
    expect(Object.keys(decisions)).toEqual(["yes", "no"]);
    expect(Object.keys((decisions.no as z.ZodObject).shape)).toEqual(["text", "tone"]);
  });
});

describe("refused, and named:", () => {
  it.each<[string, Change, RegExp]>([
    ["a channel removed", { state: { topic: undefined } }, /^channel topic: stored "roof" \| "door", offered none$/],
    ["a channel's type", { state: { cents: z.string() } }, /^channel cents: stored number, offered string$/],
    ["a channel narrowed", { state: { cents: z.number().int().max(100) } }, /^channel cents maximum: stored \d+, offered 100$/],
    [
      "an enum value removed from a channel",
      { state: { topic: z.enum(["roof"]) } },
      /^channel topic: stored "roof" \| "door", offered "roof"$/,
    ],
    [
      "a field added to a channel that must be there",
      { state: { order: order.extend({ lang: z.string() }) } },
      /^channel order lang: stored none, offered required string$/,
    ],
    [
      "a field of a channel removed",
      { state: { order: z.object({ id: z.string() }) } },
      /^channel order paid: stored boolean, offered none$/,
    ],
    ["a reducer", { state: { notes: z.array(z.string()) } }, /^channel notes reducer: stored list, offered replace$/],
    ["a label removed", { tasks: { look: { ...look, labels: ["yes"] } } }, /^task look labels: stored \["no","yes"\], offered \["yes"\]$/],
    ["a router's label removed", { routers: { sort: { ...registry.routers.sort, labels: ["a"] } } }, /^router sort labels:/],
    ["an error code removed", { tools: { pay: { ...pay, errors: {} } } }, /^tool pay errors: stored \["DECLINED"\], offered \[\]$/],
    [
      "a required argument added",
      { tools: { pay: { ...pay, args: PayArgs.extend({ memo: z.string() }) } } },
      /^tool pay args.memo: stored none, offered required string$/,
    ],
    [
      "an argument removed",
      { tasks: { look: { ...look, args: z.object({ order: LookArgs.shape.order }) } } },
      /^task look args.topic: stored "roof" \| "door", offered none$/,
    ],
    [
      "an argument narrowed",
      { tools: { pay: { ...pay, args: z.object({ cents: z.number().int().positive() }) } } },
      /^tool pay args.cents.exclusiveMinimum: stored .*, offered 0$/,
    ],
    [
      "an enum value removed from an argument",
      { tasks: { look: { ...look, args: LookArgs.extend({ topic: z.enum(["roof"]) }) } } },
      /^task look args.topic:/,
    ],
    [
      "a constant that must be given",
      { tasks: { look: { ...look, with: LookWith.extend({ min: z.number() }) } } },
      /^task look with.min: stored none, offered required number$/,
    ],
    [
      "an output that no longer fits its channel",
      { tools: { pay: { ...pay, output: z.number() } } },
      /^tool pay output: stored string, offered number$/,
    ],
    [
      "a field of an output that is written, removed",
      { tasks: { look: { ...look, output: z.object({ euro: z.number() }) } } },
      /^task look output.cents: stored .*number.*, offered none$/,
    ],
    ["a decision removed", approve({ no: Reply }), /^question approve decisions: stored \["no","yes"\], offered \["no"\]$/],
    [
      "a label of an agent removed",
      labels({ said: z.string(), reply: Reply }),
      /^agent clerk labels: stored \["done","reply","said"\], offered \["reply","said"\]$/,
    ],
    [
      "a form of an agent's label narrowed",
      labels({ said: z.string(), reply: Reply.extend({ text: z.string().max(100) }), done: null }),
      /^agent clerk form:reply.text.maxLength: stored 200, offered 100$/,
    ],
    [
      "a field of a form removed",
      approve({ yes: null, no: Reply.omit({ tone: true }) }),
      /^question approve form:no.tone: stored "kind" \| "firm", offered none$/,
    ],
    [
      "a field of a form renamed",
      approve({ yes: null, no: z.object({ body: z.string(), tone: z.enum(["kind", "firm"]) }) }),
      /^question approve form:no.body: stored none, offered required string$/,
    ],
    [
      "a required field of a form added",
      approve({ yes: null, no: Reply.extend({ why: z.string() }) }),
      /^question approve form:no.why: stored none, offered required string$/,
    ],
    [
      "a shorter text in a form",
      approve({ yes: null, no: Reply.extend({ text: z.string().max(100) }) }),
      /^question approve form:no.text.maxLength: stored 200, offered 100$/,
    ],
    [
      "a form where there was none",
      approve({ yes: z.object({ why: z.string() }), no: Reply }),
      /^question approve form:yes: stored no form, offered \{ why \}$/,
    ],
    ["a form removed", approve({ yes: null, no: null }), /^question approve form:no: stored \{ text, tone \}, offered none$/],
    [
      "a pattern, which cannot be compared with none",
      approve({ yes: null, no: Reply.extend({ text: z.string().max(200).regex(/^a/) }) }),
      /form:no.text.pattern: stored none, offered \^a/,
    ],
    ["a tool removed", { tools: { pay: undefined } }, /^tool pay: stored .*, offered none$/],
    ["a task removed", { tasks: { look: undefined } }, /^task look: stored \["no","yes"\], offered none$/],
    ["a question removed", { questions: { approve: undefined } }, /^question approve: stored \["no","yes"\], offered none$/],
    ["a role removed", { roles: ["head"] }, /^role lead: stored declared, offered none$/],
    ["a graph removed", { graphs: { inner: undefined } }, /^graph inner: stored version 1, offered none$/],
    [
      "a graph inside that no longer fits",
      { graphs: { inner: inner(z.number()) } },
      /^channel inner\/said: stored string, offered number$/,
    ],
  ])("%s", (_, change, named) => {
    const found = texts(change);
    expect(
      found.some((text) => named.test(text)),
      found.join("\n"),
    ).toBe(true);
  });
});
