/** Pages of a search: the fields of a request, and the headers of the response with the total and the next offset. */
import type { Response } from "express";
import { z } from "zod";
import { jsonText } from "../../language/schema/json-text.ts";
import { type Items, sendArray } from "./send-array.ts";

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
export async function sendPage<Item extends object>(
  response: Response,
  { items, total }: { items: Items<Item>; total: number },
  { offset, limit, select: fields }: { offset: number; limit: number; select?: readonly string[] | undefined },
): Promise<void> {
  response.set("X-Pagination-Total", String(total));
  if (offset + limit < total) response.set("X-Pagination-Next", String(offset + limit));
  await sendArray(response, items, (item) => jsonText(select(item, fields)));
}

export function select(item: object, fields: readonly string[] | undefined): object {
  return fields ? Object.fromEntries(Object.entries(item).filter(([field]) => fields.includes(field))) : item;
}
