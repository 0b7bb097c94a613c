/** Pages of a search: what a request may ask for, and the headers that tell how to go on. */
import type { Response } from "express";
import { z } from "zod";
import type { Page } from "../../runtime/protocol/page.ts";

/** `limit` and `offset` of a body, where they are numbers already. */
export const pageShape = {
  limit: z.int().min(1).max(1_000).default(10),
  offset: z.int().min(0).default(0),
};

/** The same in a query string. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(1_000).default(10),
  offset: z.coerce.number().int().min(0).default(0),
};

/** Sends the page, cut down to the fields that `select` names. */
export function sendPage<Item extends object>(
  response: Response,
  page: Page<Item>,
  asked: { offset: number; select?: readonly string[] | undefined },
): void {
  const next = asked.offset + page.items.length;
  response.set("X-Pagination-Total", String(page.total));
  if (next < page.total) response.set("X-Pagination-Next", String(next));
  response.json(page.items.map((item) => select(item, asked.select)));
}

export function select<Item extends object>(item: Item, fields: readonly string[] | undefined): Partial<Item> {
  if (!fields) return item;
  return Object.fromEntries(Object.entries(item).filter(([field]) => fields.includes(field))) as Partial<Item>;
}
