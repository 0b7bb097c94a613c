/** The inbox: the questions for which runs wait, and their decisions. Our own routes, so errors are problem JSON. */
import { Router } from "express";
import { z } from "zod";
import { onlyThese } from "../../language/schema/only-these.ts";
import type { HeadersOf } from "../http/configurable-headers.ts";
import { pageQuery, sendPage } from "../http/pagination.ts";
import { noQuery, parseBody, parseId, parseQuery, parseText, uuid } from "../http/parse.ts";
import type { ServicesOf } from "../identity/services-of.ts";
import { answererFields } from "./answerer.ts";

export const interruptsQuery = onlyThese({
  ...pageQuery,
  status: z.enum(["pending", "decided", "superseded", "expired"]).optional(),
  graph_id: z.string().optional(),
  thread_id: uuid.optional(),
  assignee: z.string().optional(),
});
/** Where the thread of the question was copied, the copy has a question with the same id. */
export const interruptQuery = onlyThese({ thread_id: uuid.optional() });
export const decisionBody = onlyThese({
  thread_id: uuid.optional(),
  decision: z.string().min(1).optional(),
  form: z.record(z.string(), z.unknown()).nullish(),
  /** For the interrupt of a raw LangGraph graph, which has no question: the value with which it resumes. */
  resume: z.unknown().optional(),
  ...answererFields,
  reason: z.string().max(10_000).optional(),
  idempotency_key: z.string().min(1).max(200).optional(),
}).refine(({ decision, resume }) => (decision === undefined) !== (resume === undefined), {
  path: ["decision"],
  message: "send either decision (with its form) or resume (for a raw interrupt)",
});

export const linkBody = onlyThese({
  thread_id: uuid.optional(),
  role: z.string().min(1).max(200).optional(),
  person: onlyThese({ id: z.string().min(1), name: z.string().min(1).max(200).optional() }).optional(),
  decisions: z.array(z.string().min(1)).min(1).max(100).optional(),
  expires_in: z.string().optional(),
});

export function interruptRoutes(services: ServicesOf, headersOf: HeadersOf): Router {
  const router = Router();
  router.get("/interrupts", async (request, response) => {
    const query = parseQuery(request, interruptsQuery);
    await sendPage(response, await services(request).interrupts.openList(query), query);
  });
  router.get("/interrupts/:id", async (request, response) => {
    const { thread_id } = parseQuery(request, interruptQuery);
    response.json(await services(request).interrupts.get(parseText(request, "id"), thread_id));
  });
  router.post("/interrupts/:id/decision", noQuery, async (request, response) => {
    const { idempotency_key = request.get("Idempotency-Key") || undefined, ...body } = parseBody(request, decisionBody);
    const sender = { headers: headersOf(request) };
    response.json(await services(request).interrupts.decide({ id: parseText(request, "id"), ...body, idempotency_key, ...sender }));
  });
  router.post("/interrupts/:id/links", noQuery, async (request, response) => {
    const wanted = { id: parseText(request, "id"), ...parseBody(request, linkBody) };
    const link = await services(request).links.make(wanted);
    response.json({ ...link, path: `${request.baseUrl}/links/${link.token}` });
  });
  router.delete("/interrupts/:id/links/:link_id", async (request, response) => {
    const question = { id: parseText(request, "id"), ...parseQuery(request, interruptQuery) };
    await services(request).links.revoke(question, parseId(request, "link_id"));
    response.status(204).end();
  });
  return router;
}
