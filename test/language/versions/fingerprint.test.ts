/** The definition's identity: equal for equal graphs, changed by what the graph relies on, and by nothing else. */
import { expect, test } from "vitest";
import { z } from "zod";
import { definitionOf } from "../../../inspect/index.ts";
import { agent, type GraphData, type Registry, tool } from "../../../language/index.ts";
import { desk, supportDesk } from "../design-example.ts";

const hashOf = (registry: Registry, graph: GraphData = supportDesk) => definitionOf(registry, graph).hash;
const base = hashOf(desk.registry);

test("the order of keys does not matter", () => {
  const shuffled = Object.fromEntries(Object.entries(supportDesk).reverse()) as unknown as GraphData;
  expect(hashOf(desk.registry, shuffled)).toBe(base);
});

test("the canonical text is the graph", () => {
  expect(JSON.parse(definitionOf(desk.registry, supportDesk).canonical)).toEqual(supportDesk);
});

test("what the graph relies on", () => {
  expect(definitionOf(desk.registry, supportDesk).fingerprint).toMatchSnapshot();
});

test.each<[string, Partial<Registry>]>([
  ["a channel's type", { state: { ...desk.registry.state, draft: z.number() } }],
  ["a channel's reducer", { state: { ...desk.registry.state, draft: { list: z.string() } } }],
  [
    "an agent's output",
    {
      agents: {
        ...desk.registry.agents,
        technical: agent({ args: z.object({ message: z.string() }), output: z.number(), run: async () => 1 }),
      },
    },
  ],
  ["a tool's error codes", { tools: { ...desk.registry.tools, lookupOrder: { ...desk.registry.tools.lookupOrder, errors: {} } } }],
])("%s changes it", (_, change) => {
  expect(hashOf({ ...desk.registry, ...change } as Registry)).not.toBe(base);
});

test("code that the graph does not name changes nothing", () => {
  const more = tool({ errors: {}, args: z.object({}), output: z.string(), run: async () => "" });
  expect(hashOf({ ...desk.registry, tools: { ...desk.registry.tools, more } } as Registry)).toBe(base);
});
