/** The runs of a thread: create, wait, stream, list, get, join, cancel, delete. */
import { Router } from "express";
import { z } from "zod";
import type { Runtime } from "../../runtime/runtime.ts";
import { pageQuery, select } from "../http/pagination.ts";
import { idOf, queryOf } from "../http/parse-body.ts";
import { comeBackTo, followQuery, locate, sendResult, sendRunEvents } from "./run-answers.ts";
import { runOf } from "./run-body.ts";

const statuses = ["pending", "running", "error", "success", "timeout", "interrupted"] as const;
const listQuery = z.object({
  ...pageQuery,
  status: z.enum(statuses).optional(),
  select: z.union([z.array(z.string()), z.string().transform((field) => [field])]).optional(),
});
const cancelQuery = z.object({ wait: z.stringbool().default(false), action: z.enum(["interrupt", "rollback"]).default("interrupt") });

export function runRoutes({ runs }: Pick<Runtime, "runs">): Router {
  const router = Router();
  startRoutes(router, runs);
  followRoutes(router, runs);
  router.get("/threads/:thread_id/runs", async (request, response) => {
    const query = queryOf(request, listQuery);
    const found = await runs.list(idOf(request, "thread_id"), query);
    response.json(found.map((run) => select(run, query.select)));
  });
  router.get("/threads/:thread_id/runs/:run_id", async (request, response) => {
    response.json(await runs.get(idOf(request, "thread_id"), idOf(request, "run_id")));
  });
  router.post("/threads/:thread_id/runs/:run_id/cancel", async (request, response) => {
    const { wait, action } = queryOf(request, cancelQuery);
    await runs.cancel(idOf(request, "thread_id"), idOf(request, "run_id"), { wait, action });
    response.status(wait ? 204 : 202).end();
  });
  router.post("/threads/:thread_id/runs/:run_id/retry", async (request, response) => {
    const threadId = idOf(request, "thread_id");
    const run = await runs.retry(threadId, idOf(request, "run_id"));
    locate(response, run, threadId);
    response.json(run);
  });
  router.delete("/threads/:thread_id/runs/:run_id", async (request, response) => {
    await runs.delete(idOf(request, "thread_id"), idOf(request, "run_id"));
    response.status(204).end();
  });
  return router;
}

function startRoutes(router: Router, runs: Runtime["runs"]): void {
  router.post("/threads/:thread_id/runs", async (request, response) => {
    const threadId = idOf(request, "thread_id");
    const run = await runs.create(threadId, runOf(request));
    locate(response, run, threadId);
    response.json(run);
  });
  router.post("/threads/:thread_id/runs/wait", async (request, response) => {
    const threadId = idOf(request, "thread_id");
    const body = runOf(request);
    const run = await runs.create(threadId, body);
    locate(response, run, threadId);
    await sendResult(response, runs, { threadId, runId: run.run_id, cancelOnDisconnect: body.on_disconnect === "cancel" });
  });
  router.post("/threads/:thread_id/runs/stream", async (request, response) => {
    const threadId = idOf(request, "thread_id");
    const body = runOf(request);
    const run = await runs.create(threadId, body);
    locate(response, run, threadId);
    comeBackTo(response, run);
    await sendRunEvents(request, response, runs, { threadId, runId: run.run_id, cancelOnDisconnect: body.on_disconnect === "cancel" });
  });
}

function followRoutes(router: Router, runs: Runtime["runs"]): void {
  router.get("/threads/:thread_id/runs/:run_id/join", async (request, response) => {
    const followed = { threadId: idOf(request, "thread_id"), runId: idOf(request, "run_id") };
    const { cancel_on_disconnect } = queryOf(request, followQuery);
    await runs.get(followed.threadId, followed.runId);
    await sendResult(response, runs, { ...followed, cancelOnDisconnect: cancel_on_disconnect });
  });
  router.get("/threads/:thread_id/runs/:run_id/stream", async (request, response) => {
    const followed = { threadId: idOf(request, "thread_id"), runId: idOf(request, "run_id") };
    const { cancel_on_disconnect } = queryOf(request, followQuery);
    await runs.get(followed.threadId, followed.runId);
    await sendRunEvents(request, response, runs, { ...followed, cancelOnDisconnect: cancel_on_disconnect });
  });
}
