/** A schema for LangChain that shows a JSON Schema to the model and takes every object: the registry's own schema reads what the model fills in, once. */
import { z } from "zod";
import type { JsonSchema } from "../../language/schema/json-schema.ts";

export function shownAs(shown: JsonSchema): z.ZodType<Record<string, unknown>> {
  const any = z.custom<Record<string, unknown>>();
  any._zod.toJSONSchema = () => ({ ...shown });
  return any;
}
