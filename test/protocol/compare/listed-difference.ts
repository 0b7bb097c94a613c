/** A difference that is meant: where it is seen, what each side says there, and why. */
import type { Diff } from "./find-diffs.ts";

export interface ListedDifference {
  /** As docs/protocol.md lists it. */
  readonly name: string;
  readonly reason: string;
  readonly covers: (diff: Diff) => boolean;
}

interface Meant {
  readonly reason: string;
  /** Requests in which it is seen, `*` for any text: `POST * wait`. Default: all. */
  readonly in?: string | readonly string[];
  /** Paths at which it is seen, `*` for one or more parts: `body.*.interrupts`. */
  readonly at: string | readonly string[];
  /** What each side says there; by default anything. */
  readonly is?: (theirs: never, ours: never) => boolean;
}

export function listed(differences: Readonly<Record<string, Meant>>): ListedDifference[] {
  return Object.entries(differences).map(([name, { reason, in: requests = "*", at, is = () => true }]) => {
    const [isRequest, isPath] = [matcher(requests), matcher(at)];
    const covers = ({ request, path, theirs, ours }: Diff): boolean =>
      isRequest(request) && isPath(path) && is(theirs as never, ours as never);
    return { name, reason, covers };
  });
}

function matcher(patterns: string | readonly string[]): (text: string) => boolean {
  const expressions = [patterns].flat().map((pattern) => new RegExp(`^${pattern.split("*").map(escaped).join(".*")}$`, "s"));
  return (text) => expressions.some((expression) => expression.test(text));
}

const escaped = (text: string): string => text.replaceAll(/[.+?^${}()|[\]\\/]/g, "\\$&");
