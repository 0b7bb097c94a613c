/** What became of webhooks, and sending one again: our own routes. */
import { Router } from "express";
import { z } from "zod";
import { onlyThese } from "../../language/schema/only-these.ts";
import { pageQuery, sendPage } from "../http/pagination.ts";
import { noQuery, parseBody, parseQuery, parseText, uuid } from "../http/parse.ts";
import type { ServicesOf } from "../identity/services-of.ts";

export const webhooksQuery = onlyThese({
  ...pageQuery,
  status: z.enum(["pending", "delivered", "failed"]).optional(),
  run_id: uuid.optional(),
  thread_id: uuid.optional(),
});

const replayBody = onlyThese({});

export function webhookRoutes(services: ServicesOf): Router {
  const router = Router();
  router.get("/webhooks", async (request, response) => {
    const query = parseQuery(request, webhooksQuery);
    const { items, total } = await services(request).webhooks.list(query);
    await sendPage(response, { items, total }, query);
  });
  router.post("/webhooks/:webhook_id/replay", noQuery, async (request, response) => {
    parseBody(request, replayBody);
    response.status(202).json(await services(request).webhooks.replay(parseText(request, "webhook_id")));
  });
  return router;
}
