/** Where an output goes, with what may be missing in it: the schema of the code says that, not the node. */
import type { z } from "zod";
import { fieldsOf, isOptional, jsonSchemaOf } from "../../schema/json-schema.ts";
import { normalWrites, type Writes } from "../../terms/writes.ts";

export function placedWrites(output: z.ZodType | null | undefined, said: string | Readonly<Record<string, string>>): Writes {
  const writes = normalWrites(said);
  if (!output) return writes;
  if ("whole" in writes) return isOptional(output) ? { ...writes, maybe: true } : writes;
  const fields = fieldsOf(jsonSchemaOf(output));
  const maybe = Object.entries(writes.fields).flatMap(([channel, field]) => (fields.get(field)?.required === false ? [channel] : []));
  return maybe.length > 0 ? { ...writes, maybe } : writes;
}
