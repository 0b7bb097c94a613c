/** The schemas inside a zod schema, and a copy of a schema with some of them replaced. */
import { z } from "zod";

const { core } = z;
export type Schema = z.core.$ZodType;
export type EachPart = (part: Schema) => Schema;

/** The part of a schema's definition that holds other schemas, each replaced. */
export function partsOf(schema: Schema, each: EachPart): object {
  if (schema instanceof core.$ZodObject) {
    const { shape, catchall } = schema._zod.def;
    const fields = Object.entries<Schema>(shape).map(([name, field]) => [name, each(field)]);
    return { shape: Object.fromEntries(fields), ...(catchall && { catchall: each(catchall) }) };
  }
  if (schema instanceof core.$ZodArray) return { element: each(schema._zod.def.element) };
  if (schema instanceof core.$ZodUnion) return { options: schema._zod.def.options.map(each) };
  if (schema instanceof core.$ZodTuple) {
    const { items, rest } = schema._zod.def;
    return { items: items.map(each), rest: rest && each(rest) };
  }
  if (schema instanceof core.$ZodRecord) return { keyType: each(schema._zod.def.keyType), valueType: each(schema._zod.def.valueType) };
  if (schema instanceof core.$ZodIntersection) return { left: each(schema._zod.def.left), right: each(schema._zod.def.right) };
  if (schema instanceof core.$ZodPipe) return { in: each(schema._zod.def.in), out: each(schema._zod.def.out) };
  if (schema instanceof core.$ZodLazy) {
    const inner = each(schema._zod.def.getter());
    // zod keeps what the getter gave in the definition
    return { getter: () => inner, _cachedInner: undefined };
  }
  return isWrapper(schema) ? { innerType: each(schema._zod.def.innerType) } : {};
}

const wrappers = [
  core.$ZodOptional,
  core.$ZodNullable,
  core.$ZodDefault,
  core.$ZodPrefault,
  core.$ZodNonOptional,
  core.$ZodReadonly,
  core.$ZodCatch,
];

/** A schema around one other. */
export function isWrapper(schema: Schema): schema is InstanceType<(typeof wrappers)[number]> {
  return wrappers.some((wrapper) => schema instanceof wrapper);
}

export const isTransform = (schema: Schema): boolean => schema instanceof core.$ZodTransform;
export const isCodec = (schema: Schema): boolean => schema instanceof core.$ZodPipe && schema._zod.def.transform !== undefined;
/** `z.preprocess`: of what it takes only its own function knows. */
export const isPreprocess = (schema: Schema): boolean => schema instanceof core.$ZodPipe && isTransform(schema._zod.def.in);
/** `z.coerce`: it takes anything that can be made into its type. */
export const isCoerced = ({ _zod: { def } }: Schema): boolean => "coerce" in def && def.coerce === true;

/** Whether the schema, or one inside it, is of that sort. */
function contains(schema: Schema, isSought: (part: Schema) => boolean, seen = new Set<Schema>()): boolean {
  if (seen.has(schema)) return false;
  seen.add(schema);
  if (isSought(schema)) return true;
  let found = false;
  partsOf(schema, (part) => {
    found ||= contains(part, isSought, seen);
    return part;
  });
  return found;
}

/** Copies schemas that are affected, each once; a schema without any affected part is returned as it is. */
export function rewriter(isAffected: (part: Schema) => boolean, rewrite: (schema: Schema, each: EachPart) => Schema): EachPart {
  const known = new WeakMap<Schema, Schema>();
  const each: EachPart = (schema) => {
    const found = known.get(schema);
    if (found) return found;
    if (!contains(schema, isAffected)) {
      known.set(schema, schema);
      return schema;
    }
    // for a schema that contains itself
    const itself = z.lazy(() => known.get(schema) ?? schema);
    known.set(schema, itself);
    const copy = rewrite(schema, each);
    known.set(schema, copy);
    return copy;
  };
  return each;
}
