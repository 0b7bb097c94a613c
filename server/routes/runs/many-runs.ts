/** Several runs in one request: a batch that starts together, and cancellations by id or status. */
import { type Request, Router } from "express";
import { z } from "zod";
import { isRecord } from "../../../language/schema/is-record.ts";
import { onlyThese } from "../../../language/schema/only-these.ts";
import type { HeadersOf } from "../../http/configurable-headers.ts";
import { noQuery, parseBody, parseQuery, uuid } from "../../http/parse.ts";
import type { ServicesOf } from "../../identity/services-of.ts";
import { runBody } from "./run-body.ts";

const MOST = 1_000;

/** In a batch, the official client leaves the fields in its own spelling, `streamMode` beside `assistant_id`. */
function inSnakeCase(item: unknown): unknown {
  if (!isRecord(item)) return item;
  const fields = Object.entries(item).map(([name, value]) => {
    const snake = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return [snake in runBody.shape ? snake : name, value];
  });
  return Object.fromEntries(fields);
}

export const batchBody = z.array(z.preprocess(inSnakeCase, runBody)).min(1).max(MOST);

export const cancelManyQuery = onlyThese({ action: z.enum(["interrupt", "rollback"]).default("interrupt") });

export const cancelManyBody = onlyThese({
  thread_id: uuid.optional(),
  run_ids: z.array(uuid).min(1).max(MOST).optional(),
  status: z.enum(["pending", "running", "all"]).optional(),
})
  .refine(({ run_ids, status }) => (run_ids === undefined) !== (status === undefined), {
    path: ["run_ids"],
    message: "send either run_ids with their thread_id, or a status",
  })
  .refine(({ run_ids, thread_id }) => run_ids === undefined || thread_id !== undefined, {
    path: ["thread_id"],
    message: "run_ids take the thread_id of their thread",
  });

export function manyRunRoutes(services: ServicesOf, headersOf: HeadersOf): Router {
  const router = Router();
  router.post("/runs/batch", noQuery, async (request: Request, response) => {
    const headers = headersOf(request);
    const requests = parseBody(request, batchBody).map((body) => ({ ...body, headers }));
    response.json(await services(request).runs.createBatch(requests));
  });
  router.post("/runs/cancel", async (request, response) => {
    const { action } = parseQuery(request, cancelManyQuery);
    const { thread_id: threadId, run_ids: runIds, status } = parseBody(request, cancelManyBody);
    await services(request).runs.cancelMany({ threadId, runIds, status }, action);
    response.status(204).end();
  });
  return router;
}
