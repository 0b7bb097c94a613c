import { describe, expect, it } from "vitest";
import { z } from "zod";
import { agent, question, router, setup, task, tool } from "../../language/index.ts";
import { advance, expire, fail, runNode, runPath, type Scenario, startTestServer } from "../../testkit/index.ts";

const args = z.object({ text: z.string() });
const code = {
  state: { text: z.string(), fact: z.string(), cents: z.number(), items: z.array(z.string()) },
  roles: ["lead"],
  agents: { reader: agent({ args, output: z.string(), run: async ({ text }) => text }) },
  routers: { sort: router({ labels: ["plain", "odd"], args, run: async () => [{ label: "plain", confidence: 1 }] }) },
  tasks: { size: task({ labels: ["big", "small"], args, run: async () => ({ label: "big" }) }) },
  tools: { pay: tool({ errors: { CLOSED: "final" }, effect: "idempotent", args, output: z.string(), run: async () => "paid" }) },
  questions: { ok: question({ prompt: "?", decisions: { yes: null, edit: z.object({ cents: z.int().positive() }) } }) },
} as const;
const inner = setup(code).defineGraph({
  id: "inner",
  version: 1,
  start: "clear",
  input: ["text"],
  nodes: {
    clear: {
      kind: "interrupt",
      question: "ok",
      by: ["lead"],
      decisions: { yes: "pay", edit: "pay" },
      writes: { edit: { cents: "cents" } },
    },
    pay: { kind: "tool", tool: "pay", onError: { CLOSED: "end" }, next: "end" },
  },
});
const graph = setup({ ...code, graphs: { inner } }).defineGraph({
  id: "named",
  version: 1,
  start: "read",
  input: ["text", "items"],
  params: { wait: "1d" },
  nodes: {
    read: { kind: "agent", agent: "reader", writes: "fact", next: "sort" },
    sort: { kind: "router", router: "sort", routes: { plain: "approval", odd: "end" } },
    approval: {
      kind: "interrupt",
      question: "ok",
      by: ["lead"],
      decisions: { yes: "both", edit: "both" },
      writes: { edit: { cents: "cents" } },
      deadlines: [{ after: { param: "wait" }, next: "end" }],
    },
    both: { kind: "parallel", branches: { size: { kind: "task", task: "size", routes: { big: "join", small: "join" } } }, next: "all" },
    all: {
      kind: "each",
      over: "items",
      as: "text",
      do: {
        kind: "interrupt",
        question: "ok",
        by: ["lead"],
        decisions: { yes: "join", edit: "join" },
        writes: { edit: { cents: "cents" } },
      },
      next: "inside",
    },
    inside: { kind: "subgraph", graph: "inner", next: "end" },
  },
});
const good: Scenario = { input: { text: "x", items: ["a", "b"] }, answers: { approval: "yes", all: ["yes", "yes"], clear: "yes" } };

describe("a scenario without a slip", () => {
  it.each<[string, Scenario]>([
    ["as it is", good],
    [
      "with all kinds of names",
      {
        ...good,
        answers: { approval: expire(), "all[0]": "yes", clear: { decision: "edit", form: { cents: 1 } } },
        nodes: {
          "both.size": [{ label: "small" }],
          "inner/pay": [{ error: "CLOSED" }],
          read: [{ error: "timeout" }],
          "all.join": [{ error: "STATE_TOO_LARGE" }],
        },
        faults: [fail("pay", "CLOSED", { times: 1 }), fail("both.size", "timeout", { times: 1 })],
        agents: { reader: "x" },
        routers: { sort: "odd" },
        tasks: { size: "big" },
        tools: { pay: "x" },
        params: { wait: "2d" },
        clock: advance("1h"),
      },
    ],
  ])("%s runs", async (_what, scenario) => {
    await expect(runPath(graph, scenario)).resolves.toBeDefined();
  });
});

const slips: Record<string, [object, RegExp]> = {
  "a key": [{ anwsers: {} }, /anwsers: there is no key "anwsers"\. Did you mean "answers"\?/],
  "a channel": [{ input: { text: "x", itmes: [] } }, /input\.itmes: .* Did you mean "items"\?/],
  "a channel of a later turn": [{ turns: [{ txet: "x" }] }, /turns\.0\.txet/],
  "a param": [{ params: { wiat: "1h" } }, /params\.wiat/],
  "a router": [{ routers: { srot: "odd" } }, /routers\.srot: .*Did you mean "sort"/],
  "a model": [{ models: { fast: () => undefined } }, /models\.fast: there is no model "fast"\. None are declared\./],
  "a node of a graph inside": [{ nodes: { "inner/pya": [{ label: "next" }] } }, /Did you mean "inner\/pay"/],
  "a node of a graph inside without the graph": [{ nodes: { pay: [{ label: "next" }] } }, /nodes\.pay/],
  "a branch": [{ nodes: { "both.sise": [{ label: "big" }] } }, /Did you mean "both\.size"/],
  "a node without code": [{ nodes: { approval: [{ label: "yes" }] } }, /node "approval" has no code to script/],
  "a script's key": [{ nodes: { read: [{ label: "next", ouput: "x" }] } }, /nodes\.read\.0\.ouput/],
  "a script's label": [{ nodes: { sort: [{ label: "plian" }] } }, /Did you mean "plain"/],
  "a script's error": [{ nodes: { read: [{ error: "tiemout" }] } }, /Did you mean "timeout"/],
  "an error on the way": [{ nodes: { read: [{ label: "next", output: "x", fails: ["tiemout"] }] } }, /tiemout/],
  "an item's answer": [{ answers: { "al[0]": "yes" } }, /answers\.al\[0\]/],
  "a decision in a graph inside": [
    { answers: { clear: "yse" } },
    /answers\.clear\.0: "yse" is not one of "yes", "edit"\. Did you mean "yes"/,
  ],
  "the second answer": [{ answers: { all: ["yes", "no"] } }, /answers\.all\.1/],
  "a form where there is none": [{ answers: { approval: { decision: "yes", form: { cents: 1 } } } }, /"yes" takes no form/],
  "a question that cannot expire": [{ answers: { clear: expire() } }, /answers\.clear\.0: the question has no deadline/],
  "an approval": [{ approvals: { read: [{ decisions: [] }] } }, /approvals\.read/],
  "a resume": [{ resumes: { raed: ["x"] } }, /resumes\.raed/],
};
describe("a slip in", () => {
  it.each(Object.entries(slips))("%s is refused by name", async (_what, [slip, message]) => {
    const ran = runPath(graph, { ...good, ...slip } as Scenario);
    await expect(ran).rejects.toMatchObject({ code: "SCENARIO_INVALID", message: expect.stringMatching(message) });
  });

  it("several places: all are listed", async () => {
    const ran = runPath(graph, { ...good, tools: { pai: 1 }, agents: { raeder: "x" } });
    await expect(ran).rejects.toThrow(/has 2 problems:\n {2}agents\.raeder: .*\n {2}tools\.pai: /);
  });

  it("a scenario for one node", async () => {
    await expect(runNode(graph, "read", { agents: { raeder: "x" } })).rejects.toThrow(/agents\.raeder/);
  });

  it("a scenario for a server", async () => {
    const server = await startTestServer();
    await expect(runPath(graph, { ...good, agents: { raeder: "x" } }, { server })).rejects.toMatchObject({ code: "SCENARIO_INVALID" });
    await server.close();
  });
});

it("a form that only its transform refuses is an error too", async () => {
  const questions = {
    ok: question({
      prompt: "?",
      decisions: {
        set: z.object({
          cents: z
            .string()
            .transform(Number)
            .refine((cents) => cents > 0, "is not positive"),
        }),
      },
    }),
  };
  const strict = setup({ ...code, questions }).defineGraph({
    id: "strict",
    version: 1,
    start: "ask",
    input: ["text"],
    nodes: { ask: { kind: "interrupt", question: "ok", by: ["lead"], decisions: { set: "end" }, writes: { set: { cents: "cents" } } } },
  });
  const ran = runPath(strict, { input: { text: "x" }, answers: { ask: { decision: "set", form: { cents: "-1" } } } });
  await expect(ran).rejects.toThrow(/answers\.ask: form\.cents: is not positive/);
});
