/** Names that a node mentions must exist: code, models, roles, channels, nodes. */
import type { Issue, IssuePath } from "../issues/issue.ts";
import type { IssueCode } from "../issues/issue-codes.ts";
import { channelOf } from "../terms/source.ts";
import { nearestAdvice, type RuleContext, renameAdvice } from "./rule-context.ts";

/** The code of that name, own properties only, so never `toString` and the like. */
export function namedIn<T>(group: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return group && Object.hasOwn(group, name) ? group[name] : undefined;
}

interface Reference {
  readonly what: string;
  readonly name: string;
  readonly path: IssuePath;
}

export function checkReference(
  context: RuleContext,
  { group, ...mention }: Reference & { group: Readonly<Record<string, unknown>> | undefined },
): Issue[] {
  return checkKnown(context, "UNKNOWN_REFERENCE", { ...mention, known: Object.keys(group ?? {}) });
}

export const checkChannel = (context: RuleContext, name: string, path: IssuePath): Issue[] =>
  fieldForChannel(context, name, path) ??
  checkKnown(context, "UNKNOWN_CHANNEL", { what: "channel", name, path, known: Object.keys(context.registry.state) });

/** Only what is read for an argument can be one field of a channel. */
function fieldForChannel(context: RuleContext, name: string, path: IssuePath): Issue[] | undefined {
  const channel = channelOf(name);
  if (channel === name || !Object.hasOwn(context.registry.state, channel)) return undefined;
  const message = `"${name}" is a field of the channel "${channel}", and only a whole channel may stand here.`;
  return [context.issue("UNKNOWN_CHANNEL", path, message, { hint: `Say "${channel}", or declare a channel for the field.` })];
}

/** A channel used as a key, such as in `writes`. */
export function checkChannelKey(context: RuleContext, name: string, path: IssuePath): Issue[] {
  const known = Object.keys(context.registry.state);
  if (known.includes(name)) return [];
  const field = fieldForChannel(context, name, path);
  if (field) return field;
  return [context.issue("UNKNOWN_CHANNEL", path, `there is no channel "${name}".`, renameAdvice(name, known, [...context.path, ...path]))];
}

export const checkRole = (context: RuleContext, name: string, path: IssuePath): Issue[] =>
  checkKnown(context, "UNKNOWN_ROLE", { what: "role", name, path, known: context.registry.roles ?? [] });

function checkKnown(context: RuleContext, code: IssueCode, { what, name, path, known }: Reference & { known: readonly string[] }): Issue[] {
  if (known.includes(name)) return [];
  return [context.issue(code, path, `there is no ${what} "${name}".`, nearestAdvice(name, known, [...context.path, ...path]))];
}
