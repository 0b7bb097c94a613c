/** A person who is asked after a failure sees what was asked, the path so far, the errors and the last draft. */
import { fakeModel } from "langchain";
import { expect, it } from "vitest";
import { z } from "zod";
import { agent, question, setup } from "../../../language/index.ts";
import { runPath } from "../../../testkit/index.ts";

const world = setup({
  state: { message: z.string(), draft: z.string() },
  roles: ["staff"],
  models: { down: () => fakeModel().alwaysThrow(Object.assign(new Error("the provider is down"), { status: 503 })) },
  agents: {
    first: agent({ args: z.object({ message: z.string() }), output: z.string(), run: async () => "a first draft" }),
    second: agent({ args: z.object({ message: z.string() }), output: z.string(), model: "down", prompt: "Fix {message}" }),
  },
  questions: {
    takeOver: question({ prompt: "The agent cannot continue.", decisions: { answered: z.object({ text: z.string() }), again: null } }),
  },
});
const desk = world.defineGraph({
  ...{ id: "escalation", version: 1, start: "drafting", input: ["message"] },
  nodes: {
    drafting: { kind: "agent", agent: "first", writes: "draft", next: "revising" },
    revising: {
      ...{ kind: "agent", agent: "second", writes: "draft", next: "end" },
      ...{ retry: { maxAttempts: 3, initialInterval: "1ms" }, visits: { max: 3, next: "end" }, onError: "person" },
    },
    person: {
      ...{ kind: "interrupt", question: "takeOver", by: ["staff"], shows: ["message", "draft"] },
      ...{ decisions: { answered: "end", again: "revising" }, writes: { answered: { draft: "text" } } },
    },
  },
});
const input = { message: "please help" };

it("shows all of it", async () => {
  const { asks } = await runPath(desk, { input });
  expect(asks?.shows).toEqual({ message: "please help", draft: "a first draft" });
  expect(asks?.escalation?.errors).toEqual([{ node: "revising", code: "connection", message: "the provider is down", attempts: 3 }]);
  expect(asks?.escalation?.path.map(({ node, label }) => `${node} ${label}`)).toEqual(["drafting next", "revising error"]);
});

it("lets the person answer in the agent's place, or give it back", async () => {
  const answered = await runPath(desk, { input, answers: { person: { decision: "answered", form: { text: "by hand" } } } });
  expect(answered.state.draft).toBe("by hand");
  const again = await runPath(desk, { input, answers: { person: "again" } });
  expect(again).toMatchInlinePath(`
    drafting -next-> revising
    revising -error-> person (3 attempts)
    person -again-> revising
    revising -error-> person (3 attempts)
    waits at person
  `);
});
