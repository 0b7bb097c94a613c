/** An object with these fields alone: a field that is not known is refused with the nearest that is, never ignored. For what comes from outside. */
import { z } from "zod";
import { nearestHint } from "../issues/nearest.ts";

export function onlyThese<const Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? issue.keys.map((key) => unknown(key, known)).join("; ") : undefined),
  });
}

const unknown = (key: string, known: readonly string[]): string =>
  known.length === 0 ? `"${key}" is not known: nothing is taken here` : `"${key}" is not known. ${nearestHint(key, known)}`;
