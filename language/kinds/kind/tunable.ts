/** A value in a declaration that may instead name a graph parameter: `0.75` or `{ param: "sure" }`. */
import { z } from "zod";
import { DURATION_HINT, parseDuration } from "../../terms/duration.ts";

/** The name of a graph parameter in place of a value. */
export interface ParamRef {
  readonly param: string;
}

const paramRef = z
  .strictObject({ param: z.string().describe("A name under `params`.") })
  .describe("The value of a graph parameter; an overlay may tune it.");

export const tunable = <T extends z.ZodType>(value: T) => z.union([value, paramRef]);

export const paramValue = z.union([z.string(), z.number(), z.boolean()]);

export const duration = z
  .string({
    error: (issue) => (issue.input === undefined ? undefined : `${JSON.stringify(issue.input)} is not a duration. ${DURATION_HINT}`),
  })
  .refine((text) => parseDuration(text) !== undefined, {
    error: (issue) => `${JSON.stringify(issue.input)} is not a duration. ${DURATION_HINT}`,
  })
  .meta({ description: 'A number and a unit: "500ms", "30s", "15m", "4h", "2d".', pattern: "^\\d+(\\.\\d+)?(ms|s|m|h|d)$" });

export function isParamRef(value: unknown): value is ParamRef {
  return (
    typeof value === "object" && value !== null && Object.keys(value).length === 1 && "param" in value && typeof value.param === "string"
  );
}
