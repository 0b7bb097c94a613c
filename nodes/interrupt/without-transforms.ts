/** A form's schema for checking alone: it takes what people may send, and runs none of the transforms, which the node runs when it reads the form. */
import { z } from "zod";

const { core } = z;
type Schema = z.core.$ZodType;
type EachPart = (part: Schema) => Schema;

const checkOnly = new WeakMap<Schema, Schema>();

/**
 * A check that needs a transform's result (`refine` after `transform`) is left to the node, which asks again. A schema
 * without transforms is returned as it is.
 */
export function withoutTransforms(schema: Schema): Schema {
  const known = checkOnly.get(schema);
  if (known) return known;
  if (!hasTransform(schema, new Set())) return schema;
  // for a schema that contains itself
  const itself = z.lazy(() => checkOnly.get(schema) ?? schema);
  checkOnly.set(schema, itself);
  const stripped = strip(schema);
  checkOnly.set(schema, stripped);
  return stripped;
}

function hasTransform(schema: Schema, seen: Set<Schema>): boolean {
  if (seen.has(schema)) return false;
  seen.add(schema);
  let found = isTransform(schema) || isCodec(schema);
  partsOf(schema, (part) => {
    found ||= hasTransform(part, seen);
    return part;
  });
  return found;
}

const isTransform = (schema: Schema): boolean => schema instanceof core.$ZodTransform;
const isCodec = (schema: Schema): boolean => schema instanceof core.$ZodPipe && schema._zod.def.transform !== undefined;

function strip(schema: Schema): Schema {
  if (isTransform(schema)) return z.unknown();
  // of `preprocess` only its own function knows what it takes
  if (schema instanceof core.$ZodPipe) return withoutTransforms(schema._zod.def.in);
  const { def } = schema._zod;
  // a custom check may expect what a transform inside it would have made
  const checks = (def.checks ?? []).filter((check) => check._zod.def.check !== "custom");
  return core.clone(schema, { ...def, ...partsOf(schema, withoutTransforms), checks });
}

/** The part of a schema's definition that holds other schemas, each replaced. */
function partsOf(schema: Schema, each: EachPart): object {
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
    return { getter: () => inner };
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

function isWrapper(schema: Schema): schema is InstanceType<(typeof wrappers)[number]> {
  return wrappers.some((wrapper) => schema instanceof wrapper);
}
