/** Pages of a search: the fields of a request, and the headers of the response with the total and the next offset. */
import type { Response } from "express";
import { z } from "zod";
import type { Page } from "../../runtime/index.ts";

/** `limit` and `offset` of a body, which are numbers. */
export const pageShape = {
  limit: z.int().min(1).max(1_000).default(10),
  offset: z.int().min(0).default(0),
};

/** The same in a query string, where they are text. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(1_000).default(10),
  offset: z.coerce.number().int().min(0).default(0),
};

/** Sends the page with the fields that `select` names, by default with all of them. */
export function sendPage<Item extends object>(
  response: Response,
  page: Page<Item>,
  query: { offset: number; select?: readonly string[] | undefined },
): void {
  const next = query.offset + page.items.length;
  response.set("X-Pagination-Total", String(page.total));
  if (next < page.total) response.set("X-Pagination-Next", String(next));
  response.json(page.items.map((item) => select(item, query.select)));
}

export function select(item: object, fields: readonly string[] | undefined): object {
  return fields ? Object.fromEntries(Object.entries(item).filter(([field]) => fields.includes(field))) : item;
}
