/** Threads: create, find, update, delete, signal. Their states are in thread-state.ts, their runs in runs.ts. */
import { Router } from "express";
import { z } from "zod";
import { onlyThese } from "../../language/schema/only-these.ts";
import type { HeadersOf } from "../http/configurable-headers.ts";
import { pageShape, sendPage } from "../http/pagination.ts";
import { noQuery, parseBody, parseId, parseQuery, parseText, unsupported, uuid } from "../http/parse.ts";
import type { ServicesOf } from "../identity/services-of.ts";
import { answererFields } from "./answerer.ts";
import { command } from "./run-body.ts";

const metadata = z.record(z.string(), z.unknown());
export const createThreadBody = onlyThese({
  thread_id: uuid.optional(),
  metadata: metadata.optional(),
  if_exists: z.enum(["raise", "do_nothing"]).optional(),
  supersteps: z
    .array(
      onlyThese({
        updates: z
          .array(
            onlyThese({ values: z.unknown().optional(), command: command.omit({ resume: true }).nullish(), as_node: z.string().min(1) }),
          )
          .min(1)
          .max(1_000),
      }),
    )
    .max(10_000)
    .optional(),
  ttl: unsupported("a time to live"),
});
const filters = {
  metadata: metadata.optional(),
  status: z.enum(["idle", "busy", "interrupted", "error"]).optional(),
  values: z.record(z.string(), z.unknown()).optional(),
};
export const searchThreadsBody = onlyThese({
  ...filters,
  ...pageShape,
  ids: z.array(uuid).max(1_000).optional(),
  sort_by: z.enum(["thread_id", "status", "created_at", "updated_at"]).optional(),
  sort_order: z.enum(["asc", "desc"]).optional(),
  select: z.array(z.string()).optional(),
  extract: unsupported("fields extracted from threads"),
});
export const countThreadsBody = onlyThese(filters);
export const signalBody = onlyThese(answererFields);
export const patchThreadBody = onlyThese({ metadata, ttl: unsupported("a time to live") });
export const threadQuery = onlyThese({ include: unsupported("further fields of a thread") });
/** Deleting a thread with an open question requires a reason, and a name unless the caller is known. */
export const deleteThreadQuery = onlyThese({
  by: z.string().min(1).max(200).optional(),
  reason: z.string().min(1).max(1_000).optional(),
}).refine(({ by, reason }) => by === undefined || reason !== undefined, { path: ["reason"], message: "send by and reason together" });

export function threadRoutes(services: ServicesOf, headersOf: HeadersOf): Router {
  const router = Router();
  router.post("/threads", noQuery, async (request, response) => {
    response.json(await services(request).threads.create(parseBody(request, createThreadBody)));
  });
  router.post("/threads/search", noQuery, async (request, response) => {
    const query = parseBody(request, searchThreadsBody);
    await sendPage(response, await services(request).threads.openSearch(query), query);
  });
  router.post("/threads/count", noQuery, async (request, response) => {
    response.json(await services(request).threads.count(parseBody(request, countThreadsBody)));
  });
  router.post("/threads/:thread_id/copy", noQuery, async (request, response) => {
    response.json(await services(request).threads.copy(parseId(request, "thread_id")));
  });
  router.get("/threads/:thread_id", async (request, response) => {
    parseQuery(request, threadQuery);
    response.json(await services(request).threads.get(parseId(request, "thread_id")));
  });
  router.patch("/threads/:thread_id", noQuery, async (request, response) => {
    response.json(await services(request).threads.update(parseId(request, "thread_id"), parseBody(request, patchThreadBody)));
  });
  router.delete("/threads/:thread_id", async (request, response) => {
    const { by, reason } = parseQuery(request, deleteThreadQuery);
    await services(request).threads.delete(parseId(request, "thread_id"), reason ? { by, reason } : undefined);
    response.status(204).end();
  });
  router.post("/threads/:thread_id/signals/:signal", noQuery, async (request, response) => {
    const sent = { ...parseBody(request, signalBody), signal: parseText(request, "signal") };
    response.status(202).json(await services(request).threads.signal(parseId(request, "thread_id"), sent, headersOf(request)));
  });
  return router;
}
