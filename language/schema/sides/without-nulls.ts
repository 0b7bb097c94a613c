/** Null for a field that may be left out and does not take null is "not there": models and forms send it so. */
import { z } from "zod";
import { isRecord } from "../is-record.ts";
import { isCoerced, isPreprocess, isWrapper, type Schema } from "./parts-of.ts";
import { withoutCode } from "./without-transforms.ts";

const { core } = z;

/** The value without such nulls, at every depth; the value itself where there are none. */
export function withoutNulls(schema: Schema, value: unknown): unknown {
  if (value === null) return isLeftOutAsNull(schema) ? undefined : value;
  if (typeof value !== "object" || isPreprocess(schema)) return value;
  if (isWrapper(schema)) return withoutNulls(schema._zod.def.innerType, value);
  if (schema instanceof core.$ZodPipe) return withoutNulls(schema._zod.def.in, value);
  if (schema instanceof core.$ZodLazy) return withoutNulls(schema._zod.def.getter(), value);
  if (schema instanceof core.$ZodUnion) return inUnion(schema._zod.def.options, value);
  if (schema instanceof core.$ZodIntersection) return withoutNulls(schema._zod.def.right, withoutNulls(schema._zod.def.left, value));
  return Array.isArray(value) ? inList(schema, value) : inRecord(schema, value);
}

/** Whether null stands for nothing there. */
const isLeftOutAsNull = (schema: Schema): boolean => schema._zod.optin !== undefined && !takesNull(schema);

/** Whether null is a value of it, and not nothing. */
export function takesNull(schema: Schema): boolean {
  if (schema instanceof core.$ZodNullable || isPreprocess(schema)) return true;
  if (isWrapper(schema)) return takesNull(schema._zod.def.innerType);
  if (schema instanceof core.$ZodPipe) return takesNull(schema._zod.def.in);
  if (schema instanceof core.$ZodUnion) return schema._zod.def.options.some(takesNull);
  if (schema instanceof core.$ZodIntersection) return takesNull(schema._zod.def.left) && takesNull(schema._zod.def.right);
  // Number(null) is 0: nobody means that
  return !isCoerced(schema) && fits(schema, null);
}

function inList(schema: Schema, items: readonly unknown[]): unknown {
  if (schema instanceof core.$ZodArray) return unlessSame(items, (item) => withoutNulls(schema._zod.def.element, item));
  if (!(schema instanceof core.$ZodTuple)) return items;
  const { items: parts, rest } = schema._zod.def;
  return unlessSame(items, (item, index) => {
    const part = parts[index] ?? rest;
    return part ? withoutNulls(part, item) : item;
  });
}

function unlessSame(items: readonly unknown[], each: (item: unknown, index: number) => unknown): readonly unknown[] {
  const read = items.map(each);
  return read.some((item, index) => item !== items[index]) ? read : items;
}

/** Only plain objects are read by fields: a message or a date is left as it is. */
function inRecord(schema: Schema, value: object): unknown {
  const fieldOf = fieldsIn(schema);
  if (!fieldOf || !isPlain(value)) return value;
  let read: Record<string, unknown> | undefined;
  for (const [name, given] of Object.entries(value)) {
    const field = fieldOf(name);
    const kept = field ? withoutNulls(field, given) : given;
    if (kept === given) continue;
    read ??= { ...value };
    if (kept === undefined) delete read[name];
    else read[name] = kept;
  }
  return read ?? value;
}

function fieldsIn(schema: Schema): ((name: string) => Schema | undefined) | undefined {
  if (schema instanceof core.$ZodRecord) return () => schema._zod.def.valueType;
  if (!(schema instanceof core.$ZodObject)) return undefined;
  const { shape, catchall } = schema._zod.def;
  return (name) => (Object.hasOwn(shape, name) ? shape[name] : catchall);
}

function isPlain(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return isRecord(value) && (prototype === Object.prototype || prototype === null);
}

/** What fits an option as it is stays as it is. */
function inUnion(options: readonly Schema[], value: unknown): unknown {
  const read = options.map((option) => ({ option, value: withoutNulls(option, value) }));
  const asGiven = read.find((each) => each.value === value && fits(each.option, value));
  return (asGiven ?? read.find((each) => fits(each.option, each.value)))?.value ?? value;
}

function fits(schema: Schema, value: unknown): boolean {
  try {
    return z.safeParse(withoutCode(schema), value).success;
  } catch {
    return false; // code of the application in a custom type
  }
}
