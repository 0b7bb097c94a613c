/** LangGraph.js examples/plan-and-execute: planner → agent (first step of the plan) → replan → agent | end. */
import { fakeModel } from "langchain";
import { z } from "zod";
import { agent, list, setup, tool } from "../../../index.ts";

const Step = z.object({ step: z.string(), result: z.string() });
const steps = z.array(z.string()).describe("the steps, in order");

const desk = setup({
  state: {
    ...{ objective: z.string(), plan: z.array(z.string()), step: z.string(), result: z.string() },
    ...{ pastSteps: list(Step), response: z.string() },
  },
  models: { gpt4o: () => fakeModel(), gpt4: () => fakeModel() },
  agents: {
    planner: agent({
      ...{ model: "gpt4", args: z.object({ objective: z.string() }), output: z.object({ steps }) },
      prompt: "Make a plan of single steps, in order, whose last one gives the answer: {objective}",
    }),
    executor: agent({ model: "gpt4o", args: z.object({ step: z.string() }), output: z.string(), tools: ["search"], prompt: "{step}" }),
    replanner: agent({
      model: "gpt4o",
      args: z.object({ objective: z.string(), plan: z.array(z.string()), pastSteps: z.array(Step) }),
      labels: { plan: z.object({ steps }), response: z.object({ response: z.string() }) },
      prompt: "The objective: {objective}\nThe plan: {plan}\nDone so far: {pastSteps}\nAnswer the user, or give the steps that are left.",
    }),
  },
  tools: {
    search: tool({
      ...{ description: "Searches the web.", effect: "none", errors: {}, args: z.object({ query: z.string() }), output: z.string() },
      run: async ({ query }) => query,
    }),
  },
});

export const planAndExecute = desk.defineGraph({
  id: "plan-and-execute",
  version: 1,
  start: "planner",
  input: ["objective"],
  output: ["response"],
  nodes: {
    planner: { kind: "agent", agent: "planner", writes: { plan: "steps" }, next: "takeStep" },
    takeStep: {
      kind: "set",
      values: { step: { first: "plan", empty: "replan" }, plan: { rest: "plan" } },
      visits: { max: 4, next: "end" },
      next: "agent",
    },
    agent: { kind: "agent", agent: "executor", writes: "result", next: "note" },
    note: { kind: "set", values: { pastSteps: { object: { step: "step", result: "result" } } }, next: "replan" },
    replan: {
      ...{ kind: "agent", agent: "replanner", routes: { plan: "takeStep", response: "end" } },
      writes: { plan: { plan: "steps" }, response: { response: "response" } },
    },
  },
});
