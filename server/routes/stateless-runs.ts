/** Runs without a thread of their own: each gets a temporary one, deleted when it is done unless `on_completion` says `keep`. */
import { Router } from "express";
import type { Runtime } from "../../runtime/runtime.ts";
import { idOf, queryOf } from "../http/parse-body.ts";
import { comeBackTo, followQuery, locate, sendResult, sendRunEvents } from "./run-answers.ts";
import { runOf } from "./run-body.ts";

export function statelessRunRoutes({ runs }: Pick<Runtime, "runs">): Router {
  const router = Router();
  router.post("/runs", async (request, response) => {
    const run = await runs.create(null, runOf(request));
    locate(response, run, null);
    response.json(run);
  });
  router.post("/runs/wait", async (request, response) => {
    const body = runOf(request);
    const run = await runs.create(null, body);
    locate(response, run, null);
    await sendResult(response, runs, { threadId: null, runId: run.run_id, cancelOnDisconnect: body.on_disconnect === "cancel" });
  });
  router.post("/runs/stream", async (request, response) => {
    const body = runOf(request);
    const run = await runs.create(null, body);
    locate(response, run, null);
    comeBackTo(response, run);
    await sendRunEvents(request, response, runs, {
      threadId: null,
      runId: run.run_id,
      cancelOnDisconnect: body.on_disconnect === "cancel",
    });
  });
  router.get("/runs/:run_id/stream", async (request, response) => {
    const runId = idOf(request, "run_id");
    const { cancel_on_disconnect } = queryOf(request, followQuery);
    await runs.get(null, runId);
    await sendRunEvents(request, response, runs, { threadId: null, runId, cancelOnDisconnect: cancel_on_disconnect });
  });
  return router;
}
