/** What is written into the nodes, and what is not. */
import { expect, test } from "vitest";
import { normalise } from "../../../inspect/index.ts";
import { ask, d, g, limit, pay, route, write } from "../mistakes/vocabulary.ts";

const defaults = { timeout: "30s", retry: { maxAttempts: 3 }, onError: "y" } as const;

test("defaults and the budget are written into the nodes, but never lead a node to itself", () => {
  const graph = d.defineGraph({ ...g, defaults, budget: { steps: 9, next: "y" }, nodes: { x: { ...write, next: "y" }, y: write } });
  const { nodes } = normalise(graph, d.registry);
  expect(nodes.x).toMatchObject({
    timeoutMs: 30_000,
    retry: { maxAttempts: 3, initialIntervalMs: 500 },
    onError: { default: "y" },
    inheritsOnError: true,
  });
  expect(nodes.x?.budget).toEqual({ steps: 9, next: "y" });
  expect(nodes.y).toMatchObject({ timeoutMs: 30_000 });
  expect(nodes.y).not.toHaveProperty("onError");
  expect(nodes.y).not.toHaveProperty("budget");
});

test("a node's own words win over the defaults", () => {
  const own = { ...write, timeout: "5s", retry: { maxAttempts: 1 }, onError: "end" } as const;
  const { nodes } = normalise(d.defineGraph({ ...g, defaults, nodes: { x: own, y: { ...write } } }), d.registry);
  expect(nodes.x).toMatchObject({ timeoutMs: 5_000, retry: { maxAttempts: 1 }, onError: { default: "end" } });
  expect(nodes.x).not.toHaveProperty("inheritsOnError");
});

test("a tool keeps its own codes and inherits only the default", () => {
  const { nodes } = normalise(d.defineGraph({ ...g, defaults, nodes: { x: pay, y: write } }), d.registry);
  expect(nodes.x).toMatchObject({ onError: { DECLINED: "end", BUSY: "end", default: "y" }, inheritsOnError: true });
});

test("a person gets neither timeout, retry, error edge nor budget", () => {
  const { nodes } = normalise(d.defineGraph({ ...g, defaults, budget: { steps: 9, next: "y" }, nodes: { x: ask, y: write } }), d.registry);
  expect(Object.keys(nodes.x ?? {}).sort()).toEqual([
    "bind",
    "by",
    "deadlines",
    "decisions",
    "kind",
    "onMessage",
    "question",
    "shows",
    "writes",
  ]);
});

test("arguments are completed by name; an optional one without a channel is left out", () => {
  const { nodes } = normalise(
    d.defineGraph({ ...g, nodes: { x: { kind: "agent", agent: "scorer", args: { text: "item.id" }, next: "end" } } }),
    d.registry,
  );
  expect(nodes.x).toMatchObject({ args: { text: "item.id", mood: "mood" } });
});

test("params are replaced, and an overlay wins", () => {
  const graph = d.defineGraph({
    ...g,
    params: { top: 5, sure: 0.5, soon: "5m" },
    nodes: {
      x: { ...route, lowConfidence: { below: { param: "sure" }, next: "y" }, routes: { buy: "z", ask: "end" } },
      y: { ...ask, deadlines: [{ after: { param: "soon" }, next: "end" }] },
      z: { ...limit, with: { max: { param: "top" } } },
    },
  });
  const { nodes, params } = normalise(graph, d.registry, { top: 7 });
  expect(nodes.x).toMatchObject({ lowConfidence: { below: 0.5 } });
  expect(nodes.y).toMatchObject({ deadlines: [{ afterMs: 300_000, next: "end" }] });
  expect(nodes.z).toMatchObject({ with: { max: 7 } });
  expect(params).toEqual({ top: 7, sure: 0.5, soon: "5m" });
});

test("everyone's form of who may decide is the same", () => {
  const { nodes } = normalise(d.defineGraph({ ...g, nodes: { x: { ...ask, by: ["lead"] } } }), d.registry);
  expect(nodes.x).toMatchObject({ by: { roles: ["lead"] }, onMessage: "refuse", writes: { edit: { fields: { note: "note" } } } });
});
