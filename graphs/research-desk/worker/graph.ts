/** A worker: looks on the shelf that its subtask names, and says whether it found anything. */
import { worker } from "./registry.ts";

export const researchWorker = worker.defineGraph({
  id: "research-worker",
  version: 2,
  description: "Looks up one question on one shelf.",
  start: "choose",
  input: ["ask", "shelf"],
  output: ["finding"],
  endsWith: ["found", "nothing"],
  defaults: { timeout: "60s", retry: { maxAttempts: 3, initialInterval: "500ms" } },
  nodes: {
    choose: { kind: "router", on: "shelf", routes: { articles: "readArticles", timeline: "readTimeline", accidents: "readAccidents" } },
    readArticles: { kind: "agent", agent: "articles", writes: "passages", repair: 1, fallback: ["spare"], next: "judge" },
    readTimeline: { kind: "agent", agent: "timeline", writes: "passages", repair: 1, fallback: ["spare"], next: "judge" },
    readAccidents: { kind: "agent", agent: "accidents", writes: "passages", repair: 1, fallback: ["spare"], next: "judge" },
    judge: { kind: "task", task: "weigh", writes: "finding", routes: { found: "end:found", nothing: "end:nothing" } },
  },
});
