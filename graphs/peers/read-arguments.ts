/** Fills a tool's arguments from a text, by the tool's JSON Schema: one of the values allowed, a number, or the text itself. Never invents a value. */
import type { ArgumentSchema, ArgumentsSchema } from "../scripted-model.ts";
import { placeOf } from "./words.ts";

interface Read {
  readonly args: Record<string, unknown>;
  /** Required arguments that the text does not mention. */
  readonly missing: readonly string[];
}

export function readArguments({ properties = {}, required = [] }: ArgumentsSchema, text: string): Read {
  const entries = Object.entries(properties).map(([name, schema]) => [name, valueFor(schema, text)] as const);
  const args = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  return { args, missing: required.filter((name) => !(name in args)) };
}

function valueFor({ type, enum: options }: ArgumentSchema, text: string): unknown {
  if (options) return options.find((option) => placeOf(String(option), text) !== undefined);
  if (type === "string") return text;
  const number = /\d+/.exec(text)?.[0];
  return number === undefined ? undefined : Number(number);
}
