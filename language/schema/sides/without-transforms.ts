/** The input side of a schema, for checking alone: it takes what may be sent, and runs none of the code in it. */
import { z } from "zod";
import { type EachPart, isCodec, isPreprocess, isTransform, partsOf, rewriter, type Schema } from "./parts-of.ts";

const { core } = z;

/**
 * A check that needs a transform's result (`refine` after `transform`) is left to whoever reads the value. A schema
 * without transforms is returned as it is.
 */
export const withoutTransforms = rewriter((schema) => isTransform(schema) || isCodec(schema), strip);

/** Also without `refine` and the like, which may be asynchronous: the shape alone. */
export const withoutCode = rewriter((schema) => isTransform(schema) || isCodec(schema) || hasCustomCheck(schema), strip);

const isCustom = ({ _zod: { def } }: z.core.$ZodCheck): boolean => def.check === "custom";
const hasCustomCheck = ({ _zod: { def } }: Schema): boolean => (def.checks ?? []).some(isCustom);

function strip(schema: Schema, each: EachPart): Schema {
  if (isTransform(schema) || isPreprocess(schema)) return z.unknown();
  if (schema instanceof core.$ZodPipe) return each(schema._zod.def.in);
  const { def } = schema._zod;
  // a custom check may expect what a transform inside it would have made
  const checks = (def.checks ?? []).filter((check) => !isCustom(check));
  return core.clone(schema, { ...def, ...partsOf(schema, each), checks });
}
