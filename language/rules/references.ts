/** Names that a node mentions must exist: code, models, roles, channels, nodes. */
import type { Issue, IssuePath } from "../issues/issue.ts";
import type { IssueCode } from "../issues/issue-codes.ts";
import { nearestAdvice, type Place, renameAdvice } from "./place.ts";

/** The code of that name, without falling for `toString` and the like. */
export function namedIn<T>(group: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return group && Object.hasOwn(group, name) ? group[name] : undefined;
}

interface Mention {
  readonly what: string;
  readonly name: string;
  readonly path: IssuePath;
}

export function checkReference(
  place: Place,
  { group, ...mention }: Mention & { group: Readonly<Record<string, unknown>> | undefined },
): Issue[] {
  return checkKnown(place, "UNKNOWN_REFERENCE", { ...mention, known: Object.keys(group ?? {}) });
}

export const checkChannel = (place: Place, name: string, path: IssuePath): Issue[] =>
  checkKnown(place, "UNKNOWN_CHANNEL", { what: "channel", name, path, known: Object.keys(place.registry.state) });

/** A channel that stands as a key, such as in `writes`. */
export function checkChannelKey(place: Place, name: string, path: IssuePath): Issue[] {
  const known = Object.keys(place.registry.state);
  if (known.includes(name)) return [];
  return [place.issue("UNKNOWN_CHANNEL", path, `there is no channel "${name}".`, renameAdvice(name, known, [...place.path, ...path]))];
}

export const checkRole = (place: Place, name: string, path: IssuePath): Issue[] =>
  checkKnown(place, "UNKNOWN_ROLE", { what: "role", name, path, known: place.registry.roles ?? [] });

function checkKnown(place: Place, code: IssueCode, { what, name, path, known }: Mention & { known: readonly string[] }): Issue[] {
  if (known.includes(name)) return [];
  return [place.issue(code, path, `there is no ${what} "${name}".`, nearestAdvice(name, known, [...place.path, ...path]))];
}
