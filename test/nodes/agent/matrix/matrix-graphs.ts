/** The graphs of the matrix: one agent on a real ChatOpenAI, at each position where an agent can be. */
import { z } from "zod";
import type { GraphData } from "../../../../language/graph/graph-data.ts";
import { agent, list, question, setup, tool } from "../../../../language/index.ts";
import { agentErrors } from "../../../../language/kinds/agent/agent-errors.ts";
import type { ModelSource } from "../../../../language/registry/registry.ts";
import { rememberRegistry } from "../../../../language/registry/registry-of.ts";
import type { Place, Policy, Row } from "./matrix-cells.ts";

const Answer = z.object({ text: z.string(), cents: z.number() });
const Ticket = z.object({ issue: z.string(), cents: z.number() }).describe("A person must look at it.");
const toPerson = Object.fromEntries(Object.keys(agentErrors).map((code) => [code, "person"]));

export interface Models {
  readonly main: ModelSource;
  readonly spare: ModelSource;
}

/** Every graph sets `key`, which the prompt carries. */
export function graphOf(place: Place, { row, policy, models }: { row: Row; policy: Policy; models: Models }): GraphData {
  const talk = (target: string) => ({
    ...answering(row, target),
    ...(policy === "retry" && { retry: { maxAttempts: 3, initialInterval: "1ms" } }),
    ...(policy === "repair" && { repair: 1 }),
    ...(policy === "fallback" && { fallback: ["spare"] }),
    ...(row.isLimited && { timeout: "2s" }),
  });
  const isNode = place === "alone" || place === "in the middle";
  const onError = policy === "onError" ? { onError: isNode ? toPerson : "person" } : {};
  const registry = { ...world(models), graphs: { child: childOf(models, talk("end")) } };
  const data = { id: "matrix", version: 1, input: ["key", "items"], ...bodyOf(place, talk, onError) };
  return rememberRegistry(data as unknown as GraphData, registry);
}

/** Which agent the node has, and where that leads. */
function answering({ isObject, labels }: Row, target: string): object {
  if (!labels)
    return { kind: "agent", agent: isObject ? "drafter" : "talker", writes: isObject ? { draft: "text" } : "draft", next: target };
  const others = labels === "words" ? { said: "words" } : { count: "cents" };
  return {
    ...{ kind: "agent", agent: labels === "words" ? "clerk" : "caller" },
    routes: Object.fromEntries([...Object.keys(others), "ticket", "solved"].map((label) => [label, target])),
    writes: { ...others, ticket: { draft: "issue", cents: "cents" } },
  };
}

const person = { kind: "interrupt", question: "help", by: ["staff"], decisions: { done: "end" } };

function bodyOf(place: Place, talk: (target: string) => object, onError: object): object {
  const code = { kind: "agent", agent: "code", writes: "other" };
  switch (place) {
    case "alone":
      return { start: "talk", nodes: { talk: { ...talk("end"), ...onError }, ...("onError" in onError && { person }) } };
    case "in the middle":
      return {
        start: "before",
        nodes: {
          before: { ...code, next: "talk" },
          talk: { ...talk("after"), ...onError },
          after: { ...code, next: "end" },
          ...("onError" in onError && { person }),
        },
      };
    case "inside each":
      return {
        start: "all",
        nodes: {
          all: {
            kind: "each",
            over: "items",
            as: "key",
            do: talk("join"),
            collect: { drafts: "draft" },
            ...onError,
            next: "end",
          },
          ...("onError" in onError && { person }),
        },
      };
    case "inside parallel":
      return {
        start: "both",
        nodes: {
          both: {
            kind: "parallel",
            branches: { talk: talk("join"), code: { ...code, next: "join" } },
            ...onError,
            next: "end",
          },
          ...("onError" in onError && { person }),
        },
      };
    case "inside a subgraph":
      return {
        start: "inner",
        nodes: {
          inner: { kind: "subgraph", graph: "child", input: { key: "key" }, output: { draft: "draft" }, ...onError, next: "end" },
          ...("onError" in onError && { person }),
        },
      };
  }
}

function childOf(models: Models, talk: object): GraphData {
  return rememberRegistry(
    { id: "child", version: 1, start: "talk", input: ["key"], nodes: { talk } } as unknown as GraphData,
    world(models),
  );
}

const world = (models: Models) =>
  setup({
    state: {
      key: z.string(),
      items: list(z.string()),
      draft: z.string(),
      words: z.string(),
      cents: z.number(),
      drafts: list(z.string()),
      other: z.string(),
    },
    roles: ["staff"],
    models: { main: models.main, spare: models.spare },
    agents: {
      talker: agent({
        args: z.object({ key: z.string() }),
        output: z.string(),
        model: "main",
        prompt: "Say how it is. [{key}]",
        tools: ["look"],
      }),
      drafter: agent({ args: z.object({ key: z.string() }), output: Answer, model: "main", prompt: "Fill it in. [{key}]" }),
      clerk: agent({
        ...{ args: z.object({ key: z.string() }), model: "main", prompt: "Help with it. [{key}]", tools: ["look"] },
        labels: { said: z.string().max(100), ticket: Ticket, solved: null },
      }),
      caller: agent({
        ...{ args: z.object({ key: z.string() }), model: "main", prompt: "Decide it. [{key}]" },
        labels: { count: z.number(), ticket: Ticket, solved: null },
      }),
      code: agent({ args: z.object({}), output: z.string(), run: async () => "code" }),
    },
    tools: {
      look: tool({ errors: {}, args: z.object({ subject: z.string() }), output: z.string(), run: async ({ subject }) => `saw ${subject}` }),
    },
    questions: { help: question({ prompt: "The agent needs help.", decisions: { done: null } }) },
  }).registry;
