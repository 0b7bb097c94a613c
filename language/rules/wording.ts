/** zod's issues in the words of the language: what was found, what is expected. */
import type { z } from "zod";

const MAX_SHOWN_LENGTH = 60;

/** A value as it may be shown in a message. */
export function show(value: unknown): string {
  // JSON has neither NaN nor Infinity
  const text = (typeof value === "number" ? String(value) : JSON.stringify(value)) ?? String(value);
  return text.length > MAX_SHOWN_LENGTH ? `${text.slice(0, MAX_SHOWN_LENGTH)}…` : text;
}

const wants: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
  record: "a map",
};

export const wanted = (expected: string) => wants[expected] ?? expected;

function kindOfValue(value: unknown): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  return wanted(typeof value);
}

/** An error map for one `safeParse`: zod's global settings stay unchanged. */
export const wording: z.core.$ZodErrorMap = (complaint) => {
  const { input, code } = complaint;
  if (code === "invalid_type" && input === undefined) return `${wanted(complaint.expected)} is missing.`;
  if (code === "invalid_type") return `${show(input)} is ${kindOfValue(input)}, but ${wanted(complaint.expected)} is wanted.`;
  if (code === "too_small") return `${show(input)} is too small: at least ${complaint.minimum}.`;
  if (code === "too_big") return `${show(input)} is too large: at most ${complaint.maximum}.`;
  if (code === "invalid_value") return `${show(input)} is not one of ${complaint.values.map(show).join(", ")}.`;
  return undefined;
};

/** The text as a sentence that ends with a full stop. */
export const sentence = (text: string) => (text.endsWith(".") ? text : `${text}.`);
