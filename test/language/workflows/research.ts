/** A research desk: a supervisor delegates subtasks to workers, collects, writes, and looks for gaps at most three times. */
import { z } from "zod";
import { agent, list, setup, task } from "../../../language/index.ts";
import { never } from "./code-of-nothing.ts";

const Worker = z.enum(["web", "papers", "data", "code"]);
const Subtask = z.object({ worker: Worker, ask: z.string() });
const worker = agent({ args: z.object({ ask: z.string() }), output: z.string(), run: never });
const workers = setup({
  state: { ask: z.string(), worker: Worker, finding: z.string() },
  agents: { web: worker, papers: worker, data: worker, code: worker },
});
// biome-ignore format: one node, one block
export const workerGraph = workers.defineGraph({
  id: "worker", version: 1, start: "who", input: ["worker", "ask"], output: ["finding"],
  nodes: {
    who: { kind: "router", on: "worker", routes: { web: "web", papers: "papers", data: "data", code: "code" } },
    web: { kind: "agent", agent: "web", writes: "finding", next: "end" },
    papers: { kind: "agent", agent: "papers", writes: "finding", next: "end" },
    data: { kind: "agent", agent: "data", writes: "finding", next: "end" },
    code: { kind: "agent", agent: "code", writes: "finding", next: "end" },
  },
});
const research = setup({
  state: {
    topic: z.string(),
    subtasks: z.array(Subtask),
    subtask: Subtask,
    finding: z.string(),
    findings: list(z.string()),
    report: z.string(),
    gaps: z.string(),
    failed: list(z.object({ index: z.number(), item: Subtask, error: z.string() })),
  },
  agents: {
    supervisor: agent({ args: z.object({ topic: z.string(), gaps: z.string().optional() }), output: z.array(Subtask), run: never }),
    writer: agent({ args: z.object({ topic: z.string(), findings: z.array(z.string()) }), output: z.string(), run: never }),
  },
  tasks: { quality: task({ labels: ["good", "gaps"], args: z.object({ report: z.string() }), output: z.string(), run: never }) },
  graphs: { worker: workerGraph },
});
// biome-ignore format: one node, one block
export const researchGraph = research.defineGraph({
  id: "research", version: 1, start: "supervisor", input: ["topic"], output: ["report"],
  nodes: {
    supervisor: { kind: "agent", agent: "supervisor", writes: "subtasks", next: "delegate", visits: { max: 3, next: "write" } },
    delegate: { kind: "each", over: "subtasks", as: "subtask", maxConcurrency: 4,
      do: { kind: "subgraph", graph: "worker", input: { ask: "subtask.ask", worker: "subtask.worker" }, output: { finding: "finding" }, next: "join" },
      collect: { findings: "finding" }, failures: { collect: "failed", next: "write" }, next: "write" },
    write: { kind: "agent", agent: "writer", writes: "report", next: "check" },
    check: { kind: "task", task: "quality", writes: "gaps", routes: { good: "end", gaps: "supervisor" }, visits: { max: 3, next: "end" } },
  },
});
