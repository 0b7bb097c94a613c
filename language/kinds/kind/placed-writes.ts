/** Where an output goes, with what may be missing in it: the schema of the code says that, not the node. */
import type { z } from "zod";
import { fieldsOf, isOptional, jsonSchemaOf } from "../../schema/json-schema.ts";
import { normalWrites, type Writes } from "../../terms/writes.ts";

type Said = string | Readonly<Record<string, string>>;

/** Label → where its form goes. */
export const placedForms = (
  forms: Readonly<Record<string, z.ZodType | null>> = {},
  said: Readonly<Record<string, Said>> = {},
): Record<string, Writes> =>
  Object.fromEntries(
    Object.entries(said).map(([label, writes]) => [label, placedWrites(Object.hasOwn(forms, label) ? forms[label] : undefined, writes)]),
  );

export function placedWrites(output: z.ZodType | null | undefined, said: Said): Writes {
  const writes = normalWrites(said);
  if (!output) return writes;
  if ("whole" in writes) return isOptional(output) ? { ...writes, maybe: true } : writes;
  const fields = fieldsOf(jsonSchemaOf(output));
  const maybe = Object.entries(writes.fields).flatMap(([channel, field]) => (fields.get(field)?.required === false ? [channel] : []));
  return maybe.length > 0 ? { ...writes, maybe } : writes;
}
