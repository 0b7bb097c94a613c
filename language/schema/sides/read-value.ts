/** Reads a value that is given from outside (a model, a person, a caller, code, a channel): zod parses it once, and what it makes of it counts. */
import { z } from "zod";
import { messageOf } from "../../issues/thrown.ts";
import { outputSide } from "./output-side.ts";
import type { Schema } from "./parts-of.ts";
import { withoutNulls } from "./without-nulls.ts";
import { withoutCode, withoutTransforms } from "./without-transforms.ts";

/** A ZodError, whatever it was that did not fit. */
export interface ValueError extends Error {
  readonly issues: readonly z.core.$ZodIssue[];
}
export type ReadValue<T> =
  | { readonly success: true; readonly data: T; readonly error?: never }
  | { readonly success: false; readonly data?: never; readonly error: ValueError };

/** Null for a field that may be left out counts as left out. Checks may be asynchronous. What a schema's own code throws is a misfit of the value. */
export async function readValue<T>(schema: z.ZodType<T>, given: unknown): Promise<ReadValue<T>> {
  return parsed(schema, withoutNulls(schema, given));
}

/** @throws ZodError when it does not fit. */
export async function parseValue<T>(schema: z.ZodType<T>, given: unknown): Promise<T> {
  const read = await readValue(schema, given);
  if (read.success) return read.data;
  throw read.error;
}

/** Checks a value that was parsed before: as it is, no transform sees it again. */
export const checkOutput = (schema: Schema, value: unknown): Promise<ReadValue<unknown>> => parsed(outputSide(schema), value);

/** Whether a value may be sent, without running a transform: whoever reads it runs them, once. */
export const checkInput = (schema: Schema, given: unknown): Promise<ReadValue<unknown>> =>
  parsed(withoutTransforms(schema), withoutNulls(schema, given));

/** The value as it may be sent, without any check in code, at once: two that agree are equal. Undefined: it does not fit. */
export function shapeOfInput(schema: Schema, given: unknown): { readonly value: unknown } | undefined {
  const { success, data } = z.safeParse(withoutCode(schema), withoutNulls(schema, given));
  return success ? { value: data } : undefined;
}

async function parsed<T>(schema: z.core.$ZodType<T>, value: unknown): Promise<ReadValue<T>> {
  try {
    return await z.safeParseAsync(schema, value);
  } catch (thrown) {
    return { success: false, error: new z.ZodError([{ code: "custom", path: [], message: messageOf(thrown), input: value }]) };
  }
}
