/** A thread's state, now and at a checkpoint, its history, its path and its usage. */
import { Router } from "express";
import { z } from "zod";
import { onlyThese } from "../../language/schema/only-these.ts";
import { noQuery, parseBody, parseId, parseQuery, unsupported, uuid } from "../http/parse.ts";
import { sendArray } from "../http/send-array.ts";
import type { ServicesOf } from "../identity/services-of.ts";
import { answererFields } from "./answerer.ts";

export const checkpoint = onlyThese({
  /** As the server shows it; the path names the thread. */
  thread_id: z.string().nullish(),
  checkpoint_id: uuid.optional(),
  checkpoint_ns: z.string().nullish(),
  checkpoint_map: z.record(z.string(), z.unknown()).nullish(),
});
const select = unsupported("a selection of fields of a state");
const stateQuery = onlyThese({ subgraphs: z.stringbool().optional(), select });
const stateBody = onlyThese({ checkpoint: checkpoint.nullish(), subgraphs: z.union([z.boolean(), z.stringbool()]).optional(), select });
const values = z.record(z.string(), z.unknown());
const updateBody = onlyThese({
  values: z.union([values, z.array(values)]).nullish(),
  as_node: z.string().optional(),
  by: answererFields.by,
  checkpoint_id: uuid.optional(),
  checkpoint: checkpoint.nullish(),
});
const limit = z.number().int().min(1).max(1_000).default(10);
/** The SDK sends a config, older clients send the checkpoint's id. */
const before = z.union([
  uuid,
  z.object({ configurable: z.object({ checkpoint_id: uuid }) }).transform((config) => config.configurable.checkpoint_id),
]);
const historyQuery = onlyThese({ limit: z.coerce.number().pipe(limit.unwrap()).default(10), before: uuid.optional() });
const historyBody = onlyThese({ limit, before: before.optional(), metadata: values.optional(), checkpoint: checkpoint.optional(), select });

export function threadStateRoutes(services: ServicesOf): Router {
  const router = Router();
  router.get("/threads/:thread_id/state", async (request, response) => {
    response.json(await services(request).threads.state(parseId(request, "thread_id"), parseQuery(request, stateQuery)));
  });
  router.post("/threads/:thread_id/state", noQuery, async (request, response) => {
    response.json(await services(request).threads.updateState(parseId(request, "thread_id"), parseBody(request, updateBody)));
  });
  router.get("/threads/:thread_id/state/:checkpoint_id", async (request, response) => {
    const at = { checkpoint: { checkpoint_id: parseId(request, "checkpoint_id") }, ...parseQuery(request, stateQuery) };
    response.json(await services(request).threads.state(parseId(request, "thread_id"), at));
  });
  router.post("/threads/:thread_id/state/checkpoint", noQuery, async (request, response) => {
    response.json(await services(request).threads.state(parseId(request, "thread_id"), parseBody(request, stateBody)));
  });
  router.get("/threads/:thread_id/history", async (request, response) => {
    await sendArray(response, services(request).threads.openHistory(parseId(request, "thread_id"), parseQuery(request, historyQuery)));
  });
  router.post("/threads/:thread_id/history", noQuery, async (request, response) => {
    await sendArray(response, services(request).threads.openHistory(parseId(request, "thread_id"), parseBody(request, historyBody)));
  });
  router.get("/threads/:thread_id/path", noQuery, async (request, response) => {
    response.json(await services(request).threads.path(parseId(request, "thread_id")));
  });
  router.get("/threads/:thread_id/usage", noQuery, async (request, response) => {
    response.json(await services(request).threads.usage(parseId(request, "thread_id")));
  });
  return router;
}
