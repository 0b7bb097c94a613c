/** The store: values by namespace and key that outlive threads. */
import { Router } from "express";
import { z } from "zod";
import { onlyThese } from "../../language/schema/only-these.ts";
import { noQuery, parseBody, parseQuery } from "../http/parse.ts";
import type { ServicesOf } from "../identity/services-of.ts";

const label = z
  .string()
  .min(1, "a label must not be empty")
  .regex(/^[^.]*$/, "a label must not contain a period")
  .max(500);
const namespace = z.array(label).min(1, "a namespace has at least one label").max(100);
/** `"*"` is any label. */
const labels = z.array(label).max(100);
const key = z.string().min(1).max(1_000);
const ttl = z.number().positive().max(52_560_000).nullish();
const limit = (most: number) => z.int().min(1).max(1_000).default(most);
const offset = z.int().min(0).default(0);
const refresh_ttl = z.boolean().optional();

export const putItemBody = onlyThese({
  namespace,
  key,
  value: z.record(z.string(), z.unknown()),
  ttl,
  /** What of the value a semantic search finds. */
  index: z.union([z.literal(false), z.array(z.string().min(1)).max(100)]).nullish(),
});
export const deleteItemBody = onlyThese({ namespace: labels.default([]), key });
/** The labels with periods between them, as the official client sends them. */
export const getItemQuery = onlyThese({
  namespace: z
    .string()
    .default("")
    .transform((text) => (text === "" ? [] : text.split("."))),
  key,
  refresh_ttl: z.stringbool().optional(),
});
export const searchItemsBody = onlyThese({
  namespace_prefix: labels.default([]),
  filter: z.record(z.string(), z.unknown()).nullish(),
  limit: limit(10),
  offset,
  query: z.string().nullish(),
  refresh_ttl,
});
export const namespacesBody = onlyThese({
  prefix: labels.optional(),
  suffix: labels.optional(),
  max_depth: z.int().min(1).max(100).optional(),
  limit: limit(100),
  offset,
});

export function storeRoutes(services: ServicesOf): Router {
  const router = Router();
  router.put("/store/items", noQuery, async (request, response) => {
    const { index, ...entry } = parseBody(request, putItemBody);
    await services(request).store.put({ ...entry, index: index ?? undefined });
    response.status(204).end();
  });
  router.get("/store/items", async (request, response) => {
    response.json(await services(request).store.get(parseQuery(request, getItemQuery)));
  });
  router.delete("/store/items", noQuery, async (request, response) => {
    await services(request).store.delete(parseBody(request, deleteItemBody));
    response.status(204).end();
  });
  router.post("/store/items/search", noQuery, async (request, response) => {
    const { filter, query, ...search } = parseBody(request, searchItemsBody);
    const items = await services(request).store.search({ ...search, ...(filter && { filter }), ...(query && { query }) });
    response.json({ items });
  });
  router.post("/store/namespaces", noQuery, async (request, response) => {
    response.json({ namespaces: await services(request).store.namespaces(parseBody(request, namespacesBody)) });
  });
  return router;
}
