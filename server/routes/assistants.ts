/** Assistants: one per graph, found by its UUID or by the graph's id. */
import { Router } from "express";
import { z } from "zod";
import { onlyThese } from "../../language/schema/only-these.ts";
import { pageShape, sendPage } from "../http/pagination.ts";
import { noQuery, parseBody, parseQuery, parseText } from "../http/parse.ts";
import type { ServicesOf } from "../identity/services-of.ts";

const filters = {
  graph_id: z.string().optional(),
  name: z.string().optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
};
const searchBody = onlyThese({
  ...filters,
  ...pageShape,
  sort_by: z.enum(["assistant_id", "graph_id", "created_at", "updated_at", "name"]).optional(),
  sort_order: z.enum(["asc", "desc"]).optional(),
  select: z.array(z.string()).optional(),
});
const countBody = onlyThese(filters);
/** `xray` is a depth or a boolean. */
const graphQuery = onlyThese({ xray: z.union([z.coerce.number().int().min(0).max(64), z.stringbool()]).optional() });
const subgraphsQuery = onlyThese({ recurse: z.stringbool().optional() });

export function assistantRoutes(services: ServicesOf): Router {
  const router = Router();
  router.post("/assistants/search", noQuery, async (request, response) => {
    const query = parseBody(request, searchBody);
    await sendPage(response, await services(request).assistants.search(query), query);
  });
  router.post("/assistants/count", noQuery, async (request, response) => {
    response.json(await services(request).assistants.count(parseBody(request, countBody)));
  });
  router.get("/assistants/:assistant_id", noQuery, async (request, response) => {
    response.json(await services(request).assistants.get(parseText(request, "assistant_id")));
  });
  router.get("/assistants/:assistant_id/graph", async (request, response) => {
    response.json(await services(request).assistants.graph(parseText(request, "assistant_id"), parseQuery(request, graphQuery)));
  });
  router.get("/assistants/:assistant_id/schemas", noQuery, async (request, response) => {
    response.json(await services(request).assistants.schemas(parseText(request, "assistant_id")));
  });
  router.get("/assistants/:assistant_id/subgraphs{/:namespace}", async (request, response) => {
    const { namespace } = request.params;
    const { recurse } = parseQuery(request, subgraphsQuery);
    response.json(await services(request).assistants.subgraphs(parseText(request, "assistant_id"), { namespace, recurse }));
  });
  return router;
}
