/** Runs, with and without a thread. */
import { batchBody, cancelManyBody, cancelManyQuery } from "../../routes/runs/many-runs.ts";
import { runBody } from "../../routes/runs/run-body.ts";
import { followQuery, startStreamQuery, streamQuery } from "../../routes/runs/run-responses.ts";
import { cancelQuery, runsQuery } from "../../routes/runs/runs.ts";
import type { DescribedRoutes } from "./described.ts";

export const runsDescribed: DescribedRoutes = {
  "POST /threads/:thread_id/runs": { summary: "Start a run", body: runBody, answer: "Run" },
  "POST /threads/:thread_id/runs/wait": { summary: "Start a run and wait for its result", body: runBody, answer: "Result" },
  "POST /threads/:thread_id/runs/stream": {
    summary: "Start a run and stream its events",
    query: startStreamQuery,
    body: runBody,
    answer: "events",
  },
  "GET /threads/:thread_id/runs": { summary: "A thread's runs, newest first", query: runsQuery, answer: ["Run"] },
  "GET /threads/:thread_id/runs/:run_id": { summary: "A run", answer: "Run" },
  "GET /threads/:thread_id/runs/:run_id/join": { summary: "Wait for a run's result", query: followQuery, answer: "Result" },
  "GET /threads/:thread_id/runs/:run_id/stream": {
    summary: "Stream a run's events, from `Last-Event-ID` on",
    query: streamQuery,
    answer: "events",
  },
  "POST /threads/:thread_id/runs/:run_id/cancel": { summary: "Cancel a run", query: cancelQuery, status: 202 },
  "POST /threads/:thread_id/runs/:run_id/retry": { summary: "Continue a failed run from its thread's last good step", answer: "Run" },
  "DELETE /threads/:thread_id/runs/:run_id": { summary: "Delete a run", status: 204 },
  "POST /runs": { summary: "Start a run on a temporary thread", body: runBody, answer: "Run" },
  "POST /runs/wait": { summary: "Start a run on a temporary thread and wait for its result", body: runBody, answer: "Result" },
  "POST /runs/stream": {
    summary: "Start a run on a temporary thread and stream its events",
    query: startStreamQuery,
    body: runBody,
    answer: "events",
  },
  "GET /runs/:run_id/stream": { summary: "Stream a run's events, from `Last-Event-ID` on", query: streamQuery, answer: "events" },
  "POST /runs/batch": { summary: "Start several runs, each on a temporary thread: all or none", body: batchBody, answer: ["Run"] },
  "POST /runs/cancel": { summary: "Cancel several runs", query: cancelManyQuery, body: cancelManyBody, status: 204 },
};
