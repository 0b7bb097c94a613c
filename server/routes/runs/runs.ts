/** Runs: start, list, get, follow, cancel, retry, delete. Without a thread each gets a temporary one, deleted at its end by default. */
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import { jsonText } from "../../../language/schema/json-text.ts";
import { onlyThese } from "../../../language/schema/only-these.ts";
import type { HeadersOf } from "../../http/configurable-headers.ts";
import { pageQuery, select } from "../../http/pagination.ts";
import { noQuery, parseId, parseQuery } from "../../http/parse.ts";
import { sendArray } from "../../http/send-array.ts";
import type { ServicesOf } from "../../identity/services-of.ts";
import { type Followed, followQuery, sendResult, sendRunEvents, setRunLocation, streamQuery } from "./run-responses.ts";
import { addStartRoutes } from "./start-runs.ts";

const statuses = z.enum(["pending", "running", "error", "success", "timeout", "interrupted"]);
export const runsQuery = onlyThese({
  ...pageQuery,
  status: statuses.optional(),
  select: z.union([z.array(z.string()), z.string().transform((field) => [field])]).optional(),
});
export const cancelQuery = onlyThese({
  wait: z.stringbool().default(false),
  action: z.enum(["interrupt", "rollback"]).default("interrupt"),
  /** Another run has taken over its input. */
  reason: z.literal("taken").optional(),
}).refine(({ action, reason }) => reason === undefined || action === "interrupt", {
  path: ["reason"],
  message: "a rollback has no reason: the run is deleted",
});

const idsOf = (request: Request) => ({ threadId: parseId(request, "thread_id"), runId: parseId(request, "run_id") });

export function runRoutes(services: ServicesOf, headersOf: HeadersOf): Router {
  const router = Router();
  const onThread = (request: Request): string => parseId(request, "thread_id");
  addStartRoutes(router, { services, headersOf, path: "/threads/:thread_id/runs", threadIdOf: onThread });
  addStartRoutes(router, { services, headersOf, path: "/runs", threadIdOf: () => null });
  addFollowRoutes(router, services);
  router.get("/threads/:thread_id/runs", async (request, response) => {
    const query = parseQuery(request, runsQuery);
    const found = await services(request).runs.openList(parseId(request, "thread_id"), query);
    await sendArray(response, found, (run) => jsonText(select(run, query.select)));
  });
  router.get("/threads/:thread_id/runs/:run_id", noQuery, async (request, response) => {
    const { threadId, runId } = idsOf(request);
    response.json(await services(request).runs.get(threadId, runId));
  });
  router.post("/threads/:thread_id/runs/:run_id/cancel", async (request, response) => {
    const { threadId, runId } = idsOf(request);
    const { wait, action, reason } = parseQuery(request, cancelQuery);
    await services(request).runs.cancel(threadId, runId, { wait, action, reason });
    response.status(wait ? 204 : 202).end();
  });
  router.post("/threads/:thread_id/runs/:run_id/retry", noQuery, async (request, response) => {
    const { threadId, runId } = idsOf(request);
    const run = await services(request).runs.retry(threadId, runId, { headers: headersOf(request) });
    setRunLocation(response, run, threadId);
    response.json(run);
  });
  router.delete("/threads/:thread_id/runs/:run_id", noQuery, async (request, response) => {
    const { threadId, runId } = idsOf(request);
    await services(request).runs.delete(threadId, runId);
    response.status(204).end();
  });
  return router;
}

function addFollowRoutes(router: Router, services: ServicesOf): void {
  const follow = async (request: Request, response: Response, ids: Pick<Followed, "threadId" | "runId">): Promise<void> => {
    const { cancel_on_disconnect: cancelOnDisconnect, stream_mode: modes } = parseQuery(request, streamQuery);
    await sendRunEvents(request, response, { runs: services(request).runs, followed: { ...ids, cancelOnDisconnect }, modes });
  };
  router.get("/threads/:thread_id/runs/:run_id/join", async (request, response) => {
    const ids = idsOf(request);
    const { cancel_on_disconnect: cancelOnDisconnect } = parseQuery(request, followQuery);
    const { runs } = services(request);
    await runs.get(ids.threadId, ids.runId); // an unknown one is a 404, before any status is sent
    await sendResult(response, runs, { ...ids, cancelOnDisconnect });
  });
  router.get("/threads/:thread_id/runs/:run_id/stream", (request, response) => follow(request, response, idsOf(request)));
  router.get("/runs/:run_id/stream", (request, response) => {
    const runId = parseId(request, "run_id");
    response.set("Content-Location", `/runs/${runId}`);
    return follow(request, response, { threadId: null, runId });
  });
}
