/** Law 1: an argument comes from the channel that `args` names, else from the channel of its own name. */

import type { z } from "zod";
import type { RegistryEntries } from "../../registry/entries.ts";
import { acceptedSchemaOf, fieldsOf } from "../../schema/json-schema.ts";
import { channelOf } from "../../terms/source.ts";
import type { Read } from "./kind.ts";

/** Argument → channel (or `channel.field`) for every argument that gets a value; an optional one without a channel is left out. */
export function completeArguments(
  code: z.ZodType | undefined,
  said: Readonly<Record<string, string>> = {},
  registry: RegistryEntries,
): Record<string, string> {
  if (!code) return { ...said };
  const names = fieldsOf(acceptedSchemaOf(code)).keys();
  const implied = [...names].filter((name) => !Object.hasOwn(said, name) && Object.hasOwn(registry.state, name));
  return { ...Object.fromEntries(implied.map((name) => [name, name])), ...said };
}

/** The channels that must hold a value for the required arguments. */
export function argumentReads(code: z.ZodType | undefined, args: Readonly<Record<string, string>>): Read[] {
  if (!code) return [];
  return [...fieldsOf(acceptedSchemaOf(code))].flatMap(([name, { required }]) => {
    const source = Object.hasOwn(args, name) ? args[name] : undefined;
    return required && source !== undefined ? [{ channel: channelOf(source), reader: `argument "${name}"`, path: ["args", name] }] : [];
  });
}
