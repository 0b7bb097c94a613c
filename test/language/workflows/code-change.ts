/** A code change: a plan that a person edits, one edit a file, a repair loop bounded to three, a merge that happens once. */
import { z } from "zod";
import { agent, list, question, setup, tool } from "../../../language/index.ts";
import { never } from "./code-of-nothing.ts";

const Step = z.object({ file: z.string(), change: z.string() });
const code = setup({
  roles: ["developer"],
  state: {
    request: z.string(),
    plan: z.array(Step),
    step: Step,
    patch: z.string(),
    patches: z.array(z.string()),
    testLog: z.string(),
    review: z.string(),
    sha: z.string(),
    failed: list(z.object({ index: z.number(), item: Step, error: z.string() })),
  },
  agents: {
    planner: agent({ args: z.object({ request: z.string() }), output: z.array(Step), run: never }),
    editor: agent({ args: z.object({ step: Step }), output: z.string(), run: never }),
    repair: agent({
      args: z.object({ patches: z.array(z.string()), testLog: z.string().optional(), review: z.string().optional() }),
      output: z.array(z.string()),
      run: never,
    }),
  },
  tools: {
    runTests: tool({
      errors: { TESTS_FAILED: "final" },
      args: z.object({ patches: z.array(z.string()) }),
      output: z.object({ log: z.string(), sha: z.string() }),
      run: never,
    }),
    merge: tool({
      errors: { CONFLICT: "final" },
      args: z.object({ sha: z.string().optional() }),
      output: z.string(),
      once: ["sha"],
      run: never,
    }),
  },
  questions: {
    editPlan: question({ prompt: "Is this the plan?", decisions: { go: null, edit: z.object({ plan: z.array(Step) }), stop: null } }),
    review: question({ prompt: "Merge?", decisions: { merge: null, change: z.object({ what: z.string() }) } }),
  },
});
// biome-ignore format: one node, one block
export const codeGraph = code.defineGraph({
  id: "code-change", version: 1, start: "makePlan", input: ["request"], endsWith: ["merged", "stopped"],
  nodes: {
    makePlan: { kind: "agent", agent: "planner", writes: "plan", next: "editPlan" },
    editPlan: { kind: "interrupt", question: "editPlan", by: ["developer"], shows: ["request", "plan"],
      decisions: { go: "edit", edit: "edit", stop: "end:stopped" }, writes: { edit: { plan: "plan" } }, deadlines: [{ after: "2d", next: "end:stopped" }] },
    edit: { kind: "each", over: "plan", as: "step", maxConcurrency: 8, do: { kind: "agent", agent: "editor", writes: "patch", next: "join" },
      collect: { patches: "patch" }, failures: { collect: "failed", next: "humanReview" }, next: "runTests" },
    runTests: { kind: "tool", tool: "runTests", writes: { testLog: "log", sha: "sha" }, onError: { TESTS_FAILED: "repair" }, next: "humanReview" },
    repair: { kind: "agent", agent: "repair", writes: "patches", visits: { max: 3, next: "humanReview" }, next: "runTests" },
    humanReview: { kind: "interrupt", question: "review", by: ["developer"], shows: ["plan", "patches", "testLog"], bind: ["sha"],
      decisions: { merge: "merge", change: "repair" }, writes: { change: { review: "what" } }, deadlines: [{ after: "7d", next: "end:stopped" }] },
    merge: { kind: "tool", tool: "merge", onError: { CONFLICT: "repair" }, next: "end:merged" },
  },
});
