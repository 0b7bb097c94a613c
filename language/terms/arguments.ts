/** Law 1: an argument comes from the channel that `args` names, else from the channel of its own name. */
import type { z } from "zod";
import type { IssuePath } from "../issues/issue.ts";
import type { RegistryEntries } from "../registry/entries.ts";
import { fieldsOf, jsonSchemaOf } from "../schema/json-schema.ts";

/** A channel that must hold a value when the node is entered. */
export interface Read {
  readonly channel: string;
  /** What reads it, e.g. `argument "order"`. */
  readonly reader: string;
  /** Inside the node. */
  readonly path: IssuePath;
}

/** Argument → channel (or `channel.field`) for every argument that gets a value; an optional one without a channel stays away. */
export function completeArguments(
  code: z.ZodType | undefined,
  said: Readonly<Record<string, string>> = {},
  registry: RegistryEntries,
): Record<string, string> {
  if (!code) return { ...said };
  const names = fieldsOf(jsonSchemaOf(code)).keys();
  const implied = [...names].filter((name) => !Object.hasOwn(said, name) && Object.hasOwn(registry.state, name));
  return { ...Object.fromEntries(implied.map((name) => [name, name])), ...said };
}

/** The channels that must hold a value for the required arguments. */
export function argumentReads(code: z.ZodType | undefined, args: Readonly<Record<string, string>>): Read[] {
  if (!code) return [];
  return [...fieldsOf(jsonSchemaOf(code))].flatMap(([name, { required }]) => {
    const source = Object.hasOwn(args, name) ? args[name] : undefined;
    return required && source !== undefined
      ? [{ channel: source.split(".")[0] as string, reader: `argument "${name}"`, path: ["args", name] }]
      : [];
  });
}
