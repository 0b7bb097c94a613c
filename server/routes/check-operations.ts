/** A route that the table does not know would be served without a scope: the start fails instead. */
import type { Express } from "express";
import { eachRoute } from "../http/each-route.ts";
import { operations } from "./operations.ts";

export function checkOperations(app: Express): void {
  const unlisted = eachRoute(app.router).flatMap(([key]) => (Object.hasOwn(operations, key) ? [] : [key]));
  if (unlisted.length > 0) throw new Error(`Routes without a line in server/routes/operations.ts: ${unlisted.join(", ")}`);
}
