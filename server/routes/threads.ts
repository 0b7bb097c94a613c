/** Threads: create, find, update, delete, signal. Their states are in thread-state.ts, their runs in runs.ts. */
import { Router } from "express";
import { z } from "zod";
import { onlyThese } from "../../language/schema/only-these.ts";
import { extractPath } from "../../runtime/protocol/extracted.ts";
import type { HeadersOf } from "../http/configurable-headers.ts";
import { pageShape, sendPage } from "../http/pagination.ts";
import { noFields, noQuery, parseBody, parseId, parseQuery, parseText, uuid } from "../http/parse.ts";
import type { ServicesOf } from "../identity/services-of.ts";
import { answererFields } from "./answerer.ts";
import { command } from "./runs/run-body.ts";

const metadata = z.record(z.string(), z.unknown());
/** Minutes. */
const ttl = z
  .union([
    z.number().positive().max(52_560_000),
    onlyThese({
      ttl: z.number().positive().max(52_560_000),
      strategy: z.literal("delete", "threads are deleted when their time is over").optional(),
    }),
  ])
  .transform((given) => (typeof given === "number" ? given : given.ttl));
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
  ttl: ttl.optional(),
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
  extract: z
    .record(z.string().min(1).max(200), z.string().regex(extractPath, "is not a path such as values.messages[-1].content"))
    .refine((paths) => Object.keys(paths).length <= 10, "at most 10 paths")
    .optional(),
});
export const countThreadsBody = onlyThese(filters);
export const signalBody = onlyThese(answererFields);
export const patchThreadBody = onlyThese({ metadata: metadata.optional(), ttl: ttl.optional() });
export const threadQuery = onlyThese({
  include: z
    .union([z.string(), z.array(z.string())])
    .transform((texts) => [texts].flat().flatMap((text) => text.split(",")))
    .pipe(z.array(z.literal("ttl")))
    .optional(),
});
/** `by` and `reason` give up the open questions of threads that are deleted. */
export const pruneThreadsBody = onlyThese({
  thread_ids: z.array(uuid).min(1).max(1_000),
  strategy: z.enum(["delete", "keep_latest"]).default("delete"),
  by: z.string().min(1).max(200).optional(),
  reason: z.string().min(1).max(1_000).optional(),
});
/** Deleting a thread with an open question requires a reason, and a name unless the caller is known. */
export const deleteThreadQuery = onlyThese({
  by: z.string().min(1).max(200).optional(),
  reason: z.string().min(1).max(1_000).optional(),
}).refine(({ by, reason }) => by === undefined || reason !== undefined, { path: ["reason"], message: "send by and reason together" });

export function threadRoutes(services: ServicesOf, headersOf: HeadersOf): Router {
  const router = Router();
  router.post("/threads", noQuery, async (request, response) => {
    const { ttl: ttlMinutes, ...thread } = parseBody(request, createThreadBody);
    response.json(await services(request).threads.create({ ...thread, ttlMinutes }));
  });
  router.post("/threads/search", noQuery, async (request, response) => {
    const query = parseBody(request, searchThreadsBody);
    await sendPage(response, await services(request).threads.openSearch(query), query);
  });
  router.post("/threads/count", noQuery, async (request, response) => {
    response.json(await services(request).threads.count(parseBody(request, countThreadsBody)));
  });
  router.post("/threads/prune", noQuery, async (request, response) => {
    const { by, reason, ...pruning } = parseBody(request, pruneThreadsBody);
    const supersede = reason ? { by, reason } : undefined;
    response.json({ pruned_count: await services(request).threads.prune({ ...pruning, supersede }) });
  });
  router.get("/threads/:thread_id/storage", noQuery, async (request, response) => {
    response.json(await services(request).threads.storage(parseId(request, "thread_id")));
  });
  router.post("/threads/:thread_id/copy", noQuery, async (request, response) => {
    parseBody(request, noFields);
    response.json(await services(request).threads.copy(parseId(request, "thread_id")));
  });
  router.get("/threads/:thread_id", async (request, response) => {
    response.json(await services(request).threads.get(parseId(request, "thread_id"), parseQuery(request, threadQuery)));
  });
  router.patch("/threads/:thread_id", noQuery, async (request, response) => {
    const { metadata: added, ttl: ttlMinutes } = parseBody(request, patchThreadBody);
    response.json(await services(request).threads.update(parseId(request, "thread_id"), { ...(added && { metadata: added }), ttlMinutes }));
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
