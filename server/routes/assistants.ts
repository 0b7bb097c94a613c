/** Assistants: make, find, change, delete, their versions and graphs. One that a graph has by itself is found by the graph's id too. */
import { Router } from "express";
import { z } from "zod";
import { onlyThese } from "../../language/schema/only-these.ts";
import { pageShape, sendPage } from "../http/pagination.ts";
import { noQuery, parseBody, parseQuery, parseText, uuid } from "../http/parse.ts";
import type { ServicesOf } from "../identity/services-of.ts";
import { config } from "./runs/run-body.ts";

const metadata = z.record(z.string(), z.unknown());
const settings = {
  config: config.optional(),
  context: z.unknown().optional(),
  metadata: metadata.optional(),
  name: z.string().max(1_000).optional(),
  description: z.string().max(10_000).nullish(),
};
export const createAssistantBody = onlyThese({
  assistant_id: uuid.optional(),
  graph_id: z.string().min(1),
  ...settings,
  if_exists: z.enum(["raise", "do_nothing"]).optional(),
});
export const patchAssistantBody = onlyThese({ graph_id: z.string().min(1).optional(), ...settings });
const filters = {
  graph_id: z.string().optional(),
  name: z.string().optional(),
  metadata: metadata.optional(),
};
export const searchAssistantsBody = onlyThese({
  ...filters,
  ...pageShape,
  sort_by: z.enum(["assistant_id", "graph_id", "created_at", "updated_at", "name"]).optional(),
  sort_order: z.enum(["asc", "desc"]).optional(),
  select: z.array(z.string()).optional(),
});
export const countAssistantsBody = onlyThese(filters);
export const assistantVersionsBody = onlyThese({ ...pageShape, metadata: metadata.optional() });
export const latestAssistantBody = onlyThese({ version: z.int().min(1) });
/** `by` and `reason` give up the open questions of the threads that are deleted with it. */
export const deleteAssistantQuery = onlyThese({
  delete_threads: z.stringbool().default(false),
  by: z.string().min(1).max(200).optional(),
  reason: z.string().min(1).max(1_000).optional(),
}).refine(({ by, reason }) => (by === undefined) === (reason === undefined), { path: ["reason"], message: "send by and reason together" });
/** `xray` is a depth or a boolean. */
export const assistantGraphQuery = onlyThese({ xray: z.union([z.coerce.number().int().min(0).max(64), z.stringbool()]).optional() });
export const subgraphsQuery = onlyThese({ recurse: z.stringbool().optional() });

export function assistantRoutes(services: ServicesOf): Router {
  const router = Router();
  router.post("/assistants", noQuery, async (request, response) => {
    response.json(await services(request).assistants.create(parseBody(request, createAssistantBody)));
  });
  router.post("/assistants/search", noQuery, async (request, response) => {
    const query = parseBody(request, searchAssistantsBody);
    await sendPage(response, await services(request).assistants.search(query), query);
  });
  router.post("/assistants/count", noQuery, async (request, response) => {
    response.json(await services(request).assistants.count(parseBody(request, countAssistantsBody)));
  });
  router.get("/assistants/:assistant_id", noQuery, async (request, response) => {
    response.json(await services(request).assistants.get(parseText(request, "assistant_id")));
  });
  router.patch("/assistants/:assistant_id", noQuery, async (request, response) => {
    const { description, ...change } = parseBody(request, patchAssistantBody);
    response.json(
      await services(request).assistants.update(parseText(request, "assistant_id"), { ...change, ...(description && { description }) }),
    );
  });
  router.delete("/assistants/:assistant_id", async (request, response) => {
    const { delete_threads: threads, by, reason } = parseQuery(request, deleteAssistantQuery);
    const supersede = by && reason ? { by, reason } : undefined;
    response.json(await services(request).assistants.delete(parseText(request, "assistant_id"), { threads, supersede }));
  });
  router.post("/assistants/:assistant_id/versions", noQuery, async (request, response) => {
    const query = parseBody(request, assistantVersionsBody);
    response.json(await services(request).assistants.versions(parseText(request, "assistant_id"), query));
  });
  router.post("/assistants/:assistant_id/latest", noQuery, async (request, response) => {
    const { version } = parseBody(request, latestAssistantBody);
    response.json(await services(request).assistants.setLatest(parseText(request, "assistant_id"), version));
  });
  addGraphRoutes(router, services);
  return router;
}

function addGraphRoutes(router: Router, services: ServicesOf): void {
  router.get("/assistants/:assistant_id/graph", async (request, response) => {
    response.json(await services(request).assistants.graph(parseText(request, "assistant_id"), parseQuery(request, assistantGraphQuery)));
  });
  router.get("/assistants/:assistant_id/schemas", noQuery, async (request, response) => {
    response.json(await services(request).assistants.schemas(parseText(request, "assistant_id")));
  });
  router.get("/assistants/:assistant_id/subgraphs{/:namespace}", async (request, response) => {
    const { namespace } = request.params;
    const { recurse } = parseQuery(request, subgraphsQuery);
    response.json(await services(request).assistants.subgraphs(parseText(request, "assistant_id"), { namespace, recurse }));
  });
}
