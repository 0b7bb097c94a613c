/** Fills a tool's arguments from a text, by the tool's JSON Schema. What the text does not contain is left out; it never invents a value. */
import type { ArgumentSchema, ArgumentsSchema } from "../../scripted-model.ts";
import { amountsIn, placeOf, shareUsed, wordsIn } from "./read-facts.ts";

interface Filled {
  readonly args: Record<string, unknown>;
  /** Required arguments that the text does not mention. */
  readonly missing: readonly string[];
}

export function fillArguments({ properties = {}, required = [] }: ArgumentsSchema, text: string): Filled {
  const args = Object.fromEntries(
    Object.entries(properties)
      .map(([name, schema]) => [name, valueFor(name, schema, text)] as const)
      .filter(([, value]) => value !== undefined),
  );
  return { args, missing: required.filter((name) => !(name in args) && properties[name]?.default === undefined) };
}

function valueFor(name: string, schema: ArgumentSchema, text: string): unknown {
  if (schema.enum) return optionFor(name, schema.enum.map(String), text);
  if (name.endsWith("Cents")) return amountsIn(text)[0];
  return undefined;
}

/** The option named soonest after the argument's own name ("from my checking to saving account"), else the one that the text says most of. */
function optionFor(name: string, options: readonly string[], text: string): string | undefined {
  const after = textAfter(name, text);
  if (after !== undefined) {
    const named = options.map((option) => ({ option, place: placeOf(option, after) })).filter(({ place }) => place !== undefined);
    if (named.length > 0) return named.sort((a, b) => (a.place ?? 0) - (b.place ?? 0))[0]?.option;
  }
  const used = options.map((option) => ({ option, share: shareUsed(option, text) })).sort((a, b) => b.share - a.share);
  return used[0] && used[0].share > 0 ? used[0].option : undefined;
}

/** What follows the argument's name; "into" counts for "to". */
function textAfter(name: string, text: string): string | undefined {
  const words = wordsIn(text);
  const place = words.findIndex((word) => word === name || word === `in${name}`);
  return place < 0 ? undefined : words.slice(place + 1).join(" ");
}
