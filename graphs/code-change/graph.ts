/** A code change as a graph: plan, a person edits the plan, one edit for each file at the same time, checks, at most three repairs, one merge. */
import { code } from "./registry.ts";

export const codeChange = code.defineGraph({
  id: "code-change",
  version: 1,
  description: "Changes a small repository: planned, edited and approved by a developer, checked, merged once.",
  start: "checkout",
  input: ["request", "branch"],
  output: ["commit", "problems"],
  endsWith: ["merged", "stopped"],
  params: { editorsAtOnce: 8, repairs: 3 },
  defaults: { timeout: "30s", retry: { maxAttempts: 3, initialInterval: "200ms" } },
  nodes: {
    checkout: { kind: "tool", tool: "checkOut", writes: "repo", onError: { NO_SUCH_BRANCH: "end:stopped" }, next: "makePlan" },
    makePlan: { kind: "agent", agent: "planner", writes: "plan", next: "editPlan" },
    editPlan: {
      kind: "interrupt",
      question: "approvePlan",
      by: ["developer"],
      shows: ["request", "plan", "failed"],
      decisions: { go: "edit", edit: "edit", stop: "end:stopped" },
      writes: { edit: { plan: "plan" } },
      deadlines: [
        { after: "1d", remind: "developer" },
        { after: "7d", next: "end:stopped" },
      ],
    },
    edit: {
      kind: "each",
      over: "plan",
      as: "step",
      maxConcurrency: { param: "editorsAtOnce" },
      do: { kind: "agent", agent: "editor", writes: "patch", next: "join" },
      collect: { patches: "patch" },
      failures: { collect: "failed", next: "editPlan" },
      next: "test",
    },
    test: {
      kind: "task",
      task: "runChecks",
      writes: { problems: "problems", sha: "sha" },
      routes: { green: "review", red: "repair", unchanged: "editPlan" },
    },
    repair: {
      kind: "agent",
      agent: "repairer",
      writes: "patches",
      visits: { max: { param: "repairs" }, next: "review" },
      next: "test",
    },
    review: {
      kind: "interrupt",
      question: "approveMerge",
      by: ["developer"],
      shows: ["request", "plan", "patches", "problems"],
      bind: ["sha"],
      decisions: { merge: "land", change: "amend", stop: "end:stopped" },
      writes: { change: { wish: "wish" } },
      deadlines: [
        { after: "1d", remind: "developer" },
        { after: "7d", next: "end:stopped" },
      ],
    },
    amend: { kind: "agent", agent: "amender", writes: "patches", next: "test" },
    land: { kind: "tool", tool: "merge", writes: "commit", onError: { CONFLICT: "checkout", RED: "repair" }, next: "end:merged" },
  },
});
