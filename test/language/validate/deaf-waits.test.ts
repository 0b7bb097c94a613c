/** A wait that hears nobody: the warning names the node, what would have to change, and what to do; whatever hears has none. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { agent, formatIssue, messages, question, rawGraph, router, setup, task, tool, validate } from "../../../language/index.ts";

const talked = z.object({ messages: z.array(z.any()) });
const world = setup({
  state: {
    messages: messages(),
    mood: z.enum(["calm", "angry"]),
    order: z.object({ id: z.string() }),
    orders: z.array(z.string()),
    one: z.string(),
  },
  roles: ["lead"],
  models: { fast: () => ({ invoke: async () => "" }) },
  routers: {
    heard: router({ labels: ["a", "b"], args: talked, run: async () => [{ label: "a", confidence: 1 }] }),
    seen: router({ labels: ["a", "b"], args: z.object({ mood: z.string() }), run: async () => [{ label: "a", confidence: 1 }] }),
  },
  agents: {
    clerk: agent({ args: talked, output: z.enum(["calm", "angry"]), run: async () => "calm" as const }),
    remembers: agent({ args: talked.partial(), output: z.string(), run: async () => "" }),
    blind: agent({ args: z.object({ mood: z.string() }), output: z.string(), run: async () => "" }),
    asks: agent({ args: z.object({ mood: z.string() }), output: z.string(), model: "fast", prompt: "{mood}", tools: ["look"] }),
  },
  tools: { look: tool({ errors: { LATE: "retryable" }, effect: "none", args: z.object({}), output: z.string(), run: async () => "" }) },
  tasks: { poll: task({ labels: ["ready", "later"], args: z.object({}), run: async () => ({ label: "later" }) }) },
  questions: { ask: question({ prompt: "?", decisions: { ok: null } }) },
  graphs: { raw: rawGraph({ graph: {}, args: z.object({}), output: z.object({}) }) },
});
const clerk = { kind: "agent", agent: "clerk", writes: "mood" };
const deafOf = (second: object, head: object = {}) => {
  const nodes = { first: { ...clerk, next: "feel" }, feel: second, stop: { ...clerk, next: "end" } };
  const graph = { id: "g", version: 1, start: "first", input: ["messages"], keeps: ["messages"], nodes, ...head };
  const { issues } = validate(world.registry, graph);
  expect(issues.filter(({ code }) => !["DEAF_WAIT", "UNREACHABLE_NODE", "NO_FINAL_DEADLINE"].includes(code))).toEqual([]);
  return issues.filter(({ code }) => code === "DEAF_WAIT");
};

describe("a warning for", () => {
  it.each([
    ["a router on a channel", { kind: "router", on: "mood", routes: { calm: "wait", angry: "end" } }, "nodes.feel.routes.calm"],
    ["a router in code that reads no message", { kind: "router", router: "seen", routes: { a: "end", b: "wait" } }, "nodes.feel.routes.b"],
    [
      "a choice that is not sure",
      { kind: "router", router: "seen", routes: { a: "end", b: "end" }, lowConfidence: { below: 0.5, next: "wait" } },
      "nodes.feel.lowConfidence.next",
    ],
    ["an agent that reads no message", { kind: "agent", agent: "blind", next: "wait" }, "nodes.feel.next"],
    ["a task that looks outside", { kind: "task", task: "poll", routes: { ready: "end", later: "wait" } }, "nodes.feel.routes.later"],
    ["a tool", { kind: "tool", tool: "look", onError: { LATE: "end" }, next: "wait" }, "nodes.feel.next"],
    [
      "branches of which none hears",
      { kind: "parallel", branches: { one: { kind: "agent", agent: "blind", next: "join" } }, next: "wait" },
      "nodes.feel.next",
    ],
  ])("%s", (_, node, path) => {
    const [issue, ...others] = deafOf(node);
    expect(others).toEqual([]);
    expect(issue).toMatchObject({ severity: "warning" });
    expect(issue?.path.join(".")).toBe(path);
  });

  it("each label that waits, with what would have to change it", () => {
    const issues = deafOf({ kind: "router", on: "mood", routes: { calm: "wait", angry: "wait" } });
    expect(issues.map((issue) => formatIssue(issue))).toMatchInlineSnapshot(`
      [
        "nodes.feel.routes.calm: the next message enters "feel" again, which takes no input channel: it answers "calm" again, unless "mood" has changed. Lead it to "wait:first", which takes the message, or ask by an interrupt whose \`by\` is "requester". If a signal or an edit of the state brings the change, leave it.  [warning DEAF_WAIT]",
        "nodes.feel.routes.angry: the next message enters "feel" again, which takes no input channel: it answers "angry" again, unless "mood" has changed. Lead it to "wait:first", which takes the message, or ask by an interrupt whose \`by\` is "requester". If a signal or an edit of the state brings the change, leave it.  [warning DEAF_WAIT]",
      ]
    `);
  });

  it("a graph that takes no input at all", () => {
    const nodes = { poll: { kind: "task", task: "poll", routes: { ready: "end", later: "wait" } } };
    const { issues } = validate(world.registry, { id: "g", version: 1, start: "poll", nodes });
    expect(issues.map((issue) => formatIssue(issue))).toMatchInlineSnapshot(`
      [
        "nodes.poll.routes.later: the next message enters "poll" again, which takes no input channel: it answers "later" again, whatever the message brings. The graph takes no \`input\`: declare the channel that a message fills, and let it enter a node that takes it.  [warning DEAF_WAIT]",
      ]
    `);
  });
});

describe("none for", () => {
  it.each([
    ["an agent that reads messages", { ...clerk, next: "wait" }],
    ["an optional argument", { kind: "agent", agent: "remembers", next: "wait" }],
    ["a router that reads messages", { kind: "router", router: "heard", routes: { a: "wait", b: "end" } }],
    ["a person who is asked", { kind: "interrupt", question: "ask", by: ["lead"], decisions: { ok: "wait" } }],
    ["an agent whose tools a person approves", { kind: "agent", agent: "asks", approval: { tools: ["look"], by: ["lead"] }, next: "wait" }],
    ["a graph built by hand, which may ask", { kind: "subgraph", graph: "raw", next: "wait" }],
    ["a retry", { kind: "tool", tool: "look", onError: { LATE: "wait" }, next: "end" }],
    ["a retry of everything", { kind: "tool", tool: "look", onError: { default: "wait" }, next: "end" }],
    ["a spent bound", { kind: "agent", agent: "blind", visits: { max: 2, next: "wait" }, next: "end" }],
    [
      "a branch that hears",
      {
        kind: "parallel",
        branches: { one: { kind: "agent", agent: "blind", next: "join" }, two: { kind: "agent", agent: "remembers", next: "join" } },
        next: "wait",
      },
    ],
  ])("%s", (_, node) => {
    expect(deafOf(node)).toEqual([]);
  });

  it("a spent budget, and errors that lead to a wait by default", () => {
    const head = { budget: { steps: 3, next: "wait" }, defaults: { onError: "wait" } };
    expect(deafOf({ kind: "agent", agent: "blind", next: "end" }, head)).toEqual([]);
  });
});
