/** Mistakes in the registry: what code says about labels, arguments, models and tools. */
// biome-ignore-all format: one mistake, one block; the wrong property is alone on its line
import { z } from "zod";
import { agent, type IssueCode, messages, question, type Registry, router, setup, task, tool } from "../../../language/index.ts";
import type { Mistake } from "./mistake.ts";

const state = { note: z.string() };
const args = z.object({ note: z.string() });
const output = z.string();
const models = { fast: () => ({ invoke: async () => "" }) };
const tools = { look: tool({ errors: {}, args, output, run: async ({ note }) => note }) };
const agents = { writer: agent({ args, output, run: async ({ note }) => note }) };

/** The registry is wrong, the graph on it is good. */
function inRegistry(name: string, [code, path]: readonly [IssueCode, string], { registry }: { registry: Registry }): Mistake {
  const { defineGraph } = setup({ state, agents });
  const graph = defineGraph({ id: "g", version: 1, start: "x", input: ["note"], nodes: { x: { kind: "agent", agent: "writer", next: "end" } } });
  return { name, code, path: `registry.${path}`, graph, registry: { ...registry, agents: { ...registry.agents, ...agents } } };
}

export const registries = [
  inRegistry("a router answers a reserved label", ["RESERVED_LABEL", "routers.r.labels.next"], setup({ state, routers: {
    r: router({ args, run: async () => [],
      // @ts-expect-error "next" is a reserved word
      labels: ["next", "buy"] }) } })),
  inRegistry("a task answers a reserved label", ["RESERVED_LABEL", "tasks.t.labels.error:LATE"], setup({ state, tasks: {
    t: task({ args, run: async () => ({ label: "ok" }),
      // @ts-expect-error "error:LATE" looks like an error's label
      labels: ["ok", "error:LATE"] }) } })),
  inRegistry("an error code is reserved", ["RESERVED_LABEL", "tools.t.errors.default"], setup({ state, tools: {
    t: tool({ args, output, run: async () => "", errors: {
      // @ts-expect-error "default" stands for every other error
      default: "final" } }) } })),
  inRegistry("a decision is reserved", ["RESERVED_LABEL", "questions.q.decisions.expired"], setup({ state, questions: {
    q: question({ prompt: "?", decisions: { ok: null,
      // @ts-expect-error "expired" is what a deadline answers
      expired: null } }) } })),
  inRegistry("a label of an agent is reserved", ["RESERVED_LABEL", "agents.a.labels.budget"], setup({ state, models, agents: {
    a: agent({ args, prompt: "{note}", model: "fast", labels: { said: z.string(),
      // @ts-expect-error "budget" is a reserved word
      budget: null } }) } })),
  inRegistry("a label of an agent is one of its tools", ["LABEL_IS_TOOL", "agents.a.labels.look"], setup({ state, models, tools, agents: {
    a: agent({ args, prompt: "{note}", model: "fast", tools: ["look"], labels: { said: z.string(),
      // @ts-expect-error to the model "look" would be two tools
      look: null } }) } })),
  inRegistry("a label of an agent is named like a handoff", ["LABEL_IS_TOOL", "agents.a.labels.handoff_to_boss"], setup({ state, models, agents: {
    a: agent({ args, prompt: "{note}", model: "fast", labels: { said: z.string(),
      // @ts-expect-error tools that hand over are named so
      handoff_to_boss: null } }) } })),
  inRegistry("two labels of an agent are said in words", ["TWO_TEXTS", "agents.a.labels.more"], setup({ state, models, agents: {
    a: agent({ args, prompt: "{note}", model: "fast", labels: {
      // @ts-expect-error one of them
      said: z.string(), more: z.string() } }) } })),
  inRegistry("an agent has an output and labels", ["UNKNOWN_FIELD", "agents.a.output"], setup({ state, agents: {
    // @ts-expect-error one of both
    a: agent({ args, output, labels: { said: null }, run: async () => ({ label: "said" }) }) } })),
  inRegistry("an inbox's word that there is not", ["UNKNOWN_FIELD", "questions.q.inbox.aprove"], setup({ state, questions: {
    q: question({ prompt: "?", decisions: { paid: null }, inbox: {
      // @ts-expect-error it is "approve"
      aprove: "paid" } }) } })),
  inRegistry("an inbox's word for an unknown decision", ["UNKNOWN_REFERENCE", "questions.q.inbox.accept"], setup({ state, questions: {
    q: question({ prompt: "?", decisions: { paid: null }, inbox: {
      // @ts-expect-error it is "paid"
      accept: "payed" } }) } })),
  inRegistry("an inbox's word that is a decision itself", ["WRONG_VALUE", "questions.q.inbox.approve"], setup({ state, questions: {
    q: question({ prompt: "?", decisions: { approve: null, paid: null }, inbox: {
      // @ts-expect-error there is a decision "approve"
      approve: "paid" } }) } })),
  inRegistry("an approval of what must be filled in", ["INBOX_FORM", "questions.q.inbox.accept"], setup({ state, questions: {
    q: question({ prompt: "?", decisions: { paid: z.object({ cents: z.number() }) }, inbox: {
      // @ts-expect-error it fills in nothing
      accept: "paid" } }) } })),
  inRegistry("a refusal with more than one text", ["INBOX_FORM", "questions.q.inbox.reject"], setup({ state, questions: {
    q: question({ prompt: "?", decisions: { no: z.object({ why: z.string(), cents: z.number() }) }, inbox: {
      // @ts-expect-error it sends one text
      reject: "no" } }) } })),
  inRegistry("an edit without fields", ["INBOX_FORM", "questions.q.inbox.edit"], setup({ state, questions: {
    q: question({ prompt: "?", decisions: { no: null }, inbox: {
      // @ts-expect-error it sends fields
      edit: "no" } }) } })),
  inRegistry("a conversation is cut by two measures", ["WRONG_VALUE", "state.talk.trim"], setup({ state: { ...state, talk: messages({
    // @ts-expect-error one of them
    trim: { last: 20, tokens: 8_000 } }) } })),
  inRegistry("once names no argument", ["ONCE_ARGUMENT", "tools.t.once.0"], setup({ state, tools: {
    t: tool({ args, output, errors: {}, run: async () => "",
      // @ts-expect-error it is "note"
      once: ["notes"] }) } })),
  inRegistry("a transaction that nothing opens", ["EFFECT_MISMATCH", "tools.t.effect"], setup({ state, tools: {
    t: tool({ args, output, errors: {}, run: async () => "",
      // @ts-expect-error only `once` opens one
      effect: "transaction" }) } })),
  inRegistry("once for a tool that only looks", ["EFFECT_MISMATCH", "tools.t.effect"], setup({ state, tools: {
    t: tool({ args, output, errors: {}, run: async () => "", once: ["note"],
      // @ts-expect-error nothing happens that could happen twice
      effect: "none" }) } })),
  inRegistry("an agent names no model", ["UNKNOWN_MODEL", "agents.a.model"], setup({ state, models, agents: {
    // @ts-expect-error it is "fast"
    a: agent({ args, output, prompt: "{note}", model: "fats" }) } })),
  inRegistry("an agent names no tool", ["UNKNOWN_TOOL", "agents.a.tools.0"], setup({ state, models, tools, agents: {
    // @ts-expect-error it is "look"
    a: agent({ args, output, prompt: "{note}", model: "fast", tools: ["lok"] }) } })),
  inRegistry("a prompt names no argument", ["PROMPT_ARGUMENT", "agents.a.prompt"], setup({ state, models, agents: {
    // @ts-expect-error it is "{note}"
    a: agent({ args, output, prompt: "Say {nota}", model: "fast" }) } })),
];

const number = tool({ errors: {}, args: z.object({ note: z.number() }), output, run: async () => "" });
const tuned = tool({ errors: {}, args, output, with: z.object({ limit: z.number() }), run: async () => "" });

/** The compiler checks each piece of code separately. */
export const registriesAsAWhole = [
  inRegistry("an agent's tool wants another type for an argument that the agent fills in", ["TOOL_ARGUMENT", "agents.a.tools.0"], setup({ state, models, tools: { number }, agents: {
    a: agent({ args, output, prompt: "{note}", model: "fast", tools: ["number"] }) } })),
  inRegistry("a constant of an agent's tool that no node can give", ["TOOL_ARGUMENT", "agents.a.tools.0"], setup({ state, models, tools: { tuned }, agents: {
    a: agent({ args, output, prompt: "{note}", model: "fast", tools: ["tuned"] }) } })),
  inRegistry("a label of an agent is no name", ["BAD_NAME", "agents.a.labels.a ticket"], setup({ state, models, agents: {
    a: agent({ args, prompt: "{note}", model: "fast", labels: { "a ticket": null } }) } })),
  inRegistry("nothing of a conversation is kept", ["WRONG_VALUE", "state.talk.trim"], setup({ state: { ...state, talk: messages({ trim: { last: 0 } }) } })),
  inRegistry("half a token is kept", ["WRONG_VALUE", "state.talk.trim"], setup({ state: { ...state, talk: messages({ trim: { tokens: 0.5 } }) } })),
];
