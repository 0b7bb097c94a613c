/** The output side of a schema: it takes what parsing gives, so that a value which has been parsed is checked and not parsed again. */
import { z } from "zod";
import { type EachPart, isCodec, isCoerced, isTransform, partsOf, rewriter, type Schema } from "./parts-of.ts";

const { core } = z;
type Check = z.core.$ZodCheck;

/** A schema whose two sides are the same is returned as it is. Checks such as `min` and `refine` count: they see the output in either case. */
export const outputSide = rewriter(hasTwoSides, toOutput);

const isOverwrite = ({ _zod: { def } }: Check): boolean => def.check === "overwrite";

function hasTwoSides(schema: Schema): boolean {
  return (
    isTransform(schema) ||
    isCodec(schema) ||
    isCoerced(schema) ||
    isReplacing(schema) ||
    schema instanceof core.$ZodPipe ||
    (schema._zod.def.checks ?? []).some(isOverwrite)
  );
}

/** It gives a value of its own for one that is missing or wrong. */
const isReplacing = (schema: Schema): schema is z.core.$ZodDefault | z.core.$ZodPrefault | z.core.$ZodCatch =>
  schema instanceof core.$ZodDefault || schema instanceof core.$ZodPrefault || schema instanceof core.$ZodCatch;

function toOutput(schema: Schema, each: EachPart): Schema {
  if (isTransform(schema)) return z.unknown();
  const checks = (schema._zod.def.checks ?? []).filter((check) => !isOverwrite(check));
  if (schema instanceof core.$ZodPipe) return checkedBy(each(schema._zod.def.out), checks);
  if (isReplacing(schema)) return checkedBy(each(schema._zod.def.innerType), checks);
  // without its discriminator: an option may have become one that names none
  if (schema instanceof core.$ZodUnion) return checkedBy(z.union(schema._zod.def.options.map(each)), checks);
  return core.clone(schema, { ...schema._zod.def, ...partsOf(schema, each), ...(isCoerced(schema) && { coerce: false }), checks });
}

function checkedBy(schema: Schema, checks: readonly Check[]): Schema {
  if (checks.length === 0) return schema;
  const { def } = schema._zod;
  return core.clone(schema, { ...def, checks: [...(def.checks ?? []), ...checks] });
}
