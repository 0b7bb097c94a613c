/** The inbox: the questions that runs wait with, and their decisions. Our own routes, so errors are problem JSON. */
import { Router } from "express";
import { z } from "zod";
import type { Runtime } from "../runtime/runtime.ts";
import { pageQuery, sendPage } from "./pagination.ts";
import { bodyOf, queryOf, textOf, uuid } from "./parse-body.ts";

const listQuery = z.object({
  ...pageQuery,
  status: z.enum(["pending", "decided", "superseded", "expired"]).optional(),
  graph_id: z.string().optional(),
  thread_id: uuid.optional(),
});
const decisionBody = z
  .strictObject({
    decision: z.string().min(1).optional(),
    form: z.record(z.string(), z.unknown()).nullish(),
    /** For the interrupt of a raw LangGraph, which has no question: whatever it is resumed with. */
    resume: z.unknown().optional(),
    by: z.string().min(1).max(200).optional(),
  })
  .refine(({ decision, resume }) => (decision === undefined) !== (resume === undefined), {
    path: ["decision"],
    message: "send either decision, with its form, or resume for a raw interrupt",
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
    response.json(await interrupts.decide({ id: textOf(request, "id"), ...bodyOf(request, decisionBody) }));
  });
  return router;
}
