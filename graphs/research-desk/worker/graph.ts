/** A worker: looks on the shelf that its subtask names, and says whether it found anything. */
import { worker } from "./registry.ts";

export const researchWorker = worker.defineGraph({
  id: "research-worker",
  version: 1,
  description: "Looks up one question on one shelf.",
  start: "choose",
  input: ["ask", "shelf"],
  output: ["finding"],
  endsWith: ["found", "nothing"],
  nodes: {
    choose: { kind: "router", on: "shelf", routes: { articles: "readArticles", timeline: "readTimeline", accidents: "readAccidents" } },
    readArticles: { kind: "agent", agent: "articles", writes: "finding", next: "judge" },
    readTimeline: { kind: "agent", agent: "timeline", writes: "finding", next: "judge" },
    readAccidents: { kind: "agent", agent: "accidents", writes: "finding", next: "judge" },
    judge: { kind: "task", task: "weigh", routes: { found: "end:found", nothing: "end:nothing" } },
  },
});
