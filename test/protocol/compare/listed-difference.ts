/** A difference that is meant: where it is seen, what each side says there, and why. */
import type { Diff } from "./find-diffs.ts";

export interface ListedDifference {
  /** As docs/protocol.md lists it. */
  readonly name: string;
  readonly reason: string;
  readonly covers: (diff: Diff) => boolean;
}

/** Patterns, `*` for any text. */
type Patterns = string | readonly string[];

interface Meant {
  readonly reason: string;
  /** Scenarios in which it is seen. Default: all. */
  readonly during?: Patterns;
  /** Requests in which it is seen: `POST * wait`. Default: all. */
  readonly in?: Patterns;
  /** Paths at which it is seen: `body.metadata.*`. */
  readonly at: Patterns;
  /** What each side says there; by default anything. */
  readonly is?: (theirs: unknown, ours: unknown) => boolean;
}

export function listed(differences: Readonly<Record<string, Meant>>): ListedDifference[] {
  return Object.entries(differences).map(([name, { reason, during = "*", in: requests = "*", at, is = () => true }]) => {
    const [isScenario, isRequest, isPath] = [matcher(during), matcher(requests), matcher(at)];
    const covers = ({ scenario, request, path, theirs, ours }: Diff): boolean =>
      isScenario(scenario) && isRequest(request) && isPath(path) && is(theirs, ours);
    return { name, reason, covers };
  });
}

/** Both sides are text. */
export const texts =
  (is: (theirs: string, ours: string) => boolean) =>
  (theirs: unknown, ours: unknown): boolean =>
    typeof theirs === "string" && typeof ours === "string" && is(theirs, ours);

export const isNothing = (value: unknown): boolean => value === undefined;
export const onlyTheirs = (theirs: unknown, ours: unknown): boolean => !isNothing(theirs) && isNothing(ours);
export const onlyOurs = (theirs: unknown, ours: unknown): boolean => isNothing(theirs) && !isNothing(ours);
export const onlyOne = (theirs: unknown, ours: unknown): boolean => isNothing(theirs) !== isNothing(ours);

/** Both statuses, and what our body says. */
export const statuses =
  (reference: number, own: number, body = /^/) =>
  (theirs: unknown, ours: unknown): boolean =>
    statusIn(theirs) === reference && statusIn(ours) === own && body.test(JSON.stringify(ours));

const statusIn = (value: unknown): unknown => (typeof value === "object" && value !== null && "status" in value ? value.status : undefined);

function matcher(patterns: Patterns): (text: string) => boolean {
  const expressions = [patterns].flat().map((pattern) => new RegExp(`^${pattern.split("*").map(escaped).join(".*")}$`, "s"));
  return (text) => expressions.some((expression) => expression.test(text));
}

const escaped = (text: string): string => text.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&");
