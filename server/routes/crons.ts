/** Crons: runs that start by a schedule, on one thread or each on its own. */
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import { onlyThese } from "../../language/schema/only-these.ts";
import { pageShape, sendPage } from "../http/pagination.ts";
import { noQuery, parseBody, parseId, uuid } from "../http/parse.ts";
import type { ServicesOf } from "../identity/services-of.ts";
import { runBody } from "./runs/run-body.ts";

const metadata = z.record(z.string(), z.unknown());
const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
/** What each run has of the fields of a run. */
const {
  input,
  metadata: _,
  ...ofRun
} = runBody.pick({
  ...{ input: true, metadata: true, config: true, context: true, webhook: true, interrupt_before: true, interrupt_after: true },
  ...{ multitask_strategy: true, stream_mode: true, stream_subgraphs: true, stream_resumable: true, feedback_keys: true },
  ...{ durability: true, checkpoint_during: true, by: true, roles: true, on_behalf_of: true, priority: true },
}).shape;
const payload = { input, metadata: metadata.optional(), ...ofRun, on_run_completed: z.enum(["delete", "keep"]).optional() };

export const createCronBody = onlyThese({
  assistant_id: z.string().min(1),
  schedule: z.string().min(1).max(200),
  timezone: z.string().min(1).max(100).optional(),
  end_time: time.optional(),
  enabled: z.boolean().optional(),
  ...payload,
});
export const patchCronBody = onlyThese({
  schedule: z.string().min(1).max(200).optional(),
  timezone: z.string().min(1).max(100).nullish(),
  end_time: time.nullish(),
  enabled: z.boolean().optional(),
  ...payload,
});
const filters = {
  assistant_id: z.string().min(1).optional(),
  thread_id: uuid.optional(),
  enabled: z.boolean().optional(),
  metadata: metadata.optional(),
};
export const searchCronsBody = onlyThese({
  ...filters,
  ...pageShape,
  sort_by: z.enum(["cron_id", "assistant_id", "thread_id", "created_at", "updated_at", "next_run_date"]).optional(),
  sort_order: z.enum(["asc", "desc"]).optional(),
  select: z.array(z.string()).optional(),
});
export const countCronsBody = onlyThese(filters);

/** The protocol has another name for it in a cron. */
const payloadOf = <Fields extends { readonly on_run_completed?: "delete" | "keep" | undefined }>({
  on_run_completed,
  ...fields
}: Fields) => ({
  ...fields,
  ...(on_run_completed && { on_completion: on_run_completed }),
});

export function cronRoutes(services: ServicesOf): Router {
  const router = Router();
  const create = async (request: Request, response: Response, threadId: string | null): Promise<void> => {
    const { assistant_id, schedule, timezone, end_time, enabled, ...fields } = parseBody(request, createCronBody);
    const cron = { assistant_id, schedule, timezone, end_time, enabled, payload: payloadOf(fields) };
    response.json(await services(request).crons.create(threadId, cron));
  };
  router.post("/runs/crons", noQuery, (request, response) => create(request, response, null));
  router.post("/threads/:thread_id/runs/crons", noQuery, (request, response) => create(request, response, parseId(request, "thread_id")));
  router.post("/runs/crons/search", noQuery, async (request, response) => {
    const query = parseBody(request, searchCronsBody);
    const { items, total } = await services(request).crons.search(query);
    await sendPage(response, { items, total }, query);
  });
  router.post("/runs/crons/count", noQuery, async (request, response) => {
    const filter = parseBody(request, countCronsBody);
    response.json(await services(request).crons.count(filter));
  });
  router.patch("/runs/crons/:cron_id", noQuery, async (request, response) => {
    const { schedule, timezone, end_time, enabled, ...fields } = parseBody(request, patchCronBody);
    const change = { schedule, timezone, end_time, enabled, payload: payloadOf(fields) };
    response.json(await services(request).crons.update(parseId(request, "cron_id"), change));
  });
  router.delete("/runs/crons/:cron_id", noQuery, async (request, response) => {
    await services(request).crons.delete(parseId(request, "cron_id"));
    response.status(204).end();
  });
  return router;
}
