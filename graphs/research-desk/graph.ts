/** A research desk as a graph: a supervisor delegates to workers, collects what they found, and starts another round while something is missing. */
import { research } from "./registry.ts";

export const researchDesk = research.defineGraph({
  id: "research-desk",
  version: 2,
  description: "Answers a question about railway signalling out of a small corpus, with sources, in at most three rounds.",
  start: "supervise",
  input: ["topic"],
  output: ["report"],
  defaults: { timeout: "60s", retry: { maxAttempts: 3, initialInterval: "500ms" } },
  params: { subtasksAtMost: 4, workersAtOnce: 4 },
  nodes: {
    supervise: {
      kind: "agent",
      agent: "supervisor",
      with: { subtasksAtMost: { param: "subtasksAtMost" } },
      writes: "subtasks",
      repair: 1,
      fallback: ["spare"],
      visits: { max: 3, next: "admit" },
      next: "delegate",
    },
    delegate: {
      kind: "each",
      over: "subtasks",
      as: "subtask",
      maxConcurrency: { param: "workersAtOnce" },
      do: {
        kind: "subgraph",
        graph: "worker",
        input: { ask: "subtask.ask", shelf: "subtask.shelf" },
        output: { finding: "finding" },
        routes: { found: "join", nothing: "join" },
      },
      collect: { findings: "finding" },
      failures: { collect: "failed", next: "write" },
      next: "write",
    },
    write: { kind: "agent", agent: "writer", writes: "report", fallback: ["spare"], next: "check" },
    check: { kind: "task", task: "quality", writes: "gaps", routes: { good: "end", gaps: "supervise" } },
    admit: { kind: "agent", agent: "admitGaps", writes: "report", next: "end" },
  },
});
