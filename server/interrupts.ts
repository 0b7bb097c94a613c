/** The inbox: the questions that runs wait with, and their decisions. Our own routes, so errors are problem JSON. */
import { Router } from "express";
import { z } from "zod";
import { pageQuery, sendPage } from "./pagination.ts";
import { bodyOf, queryOf, textOf, uuid } from "./parse-body.ts";
import type { Runtime } from "./port.ts";

const listQuery = z.object({
  ...pageQuery,
  status: z.enum(["pending", "decided", "superseded", "expired"]).optional(),
  graph_id: z.string().optional(),
  thread_id: uuid.optional(),
});
const decisionBody = z.strictObject({
  decision: z.string().min(1),
  form: z.record(z.string(), z.unknown()).nullish(),
  by: z.string().min(1).max(200).optional(),
});

export function interruptRoutes({ interrupts }: Pick<Runtime, "interrupts">): Router {
  const router = Router();
  router.get("/interrupts", async (request, response) => {
    const query = queryOf(request, listQuery);
    sendPage(response, await interrupts.list(query), query);
  });
  router.get("/interrupts/:id", async (request, response) => {
    response.json(await interrupts.get(textOf(request, "id")));
  });
  router.post("/interrupts/:id/decision", async (request, response) => {
    const { decision, form, by } = bodyOf(request, decisionBody);
    response.json(await interrupts.decide({ id: textOf(request, "id"), decision, form: form ?? undefined, by }));
  });
  return router;
}
