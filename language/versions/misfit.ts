/** Something that a stored definition needs and a registry does not offer, as data and in words. */
import { describeSchema } from "../schema/fits.ts";
import { isRecord } from "../schema/is-record.ts";
import type { ChangedPart } from "./change.ts";

export interface Misfit {
  readonly part: ChangedPart;
  /** Of the registry; of a node, if the stored graph is no longer valid there. */
  readonly name: string;
  /** The place inside, such as `args.cents.maximum`. */
  readonly at?: string;
  /** What the definition needs; undefined: nothing. */
  readonly stored?: unknown;
  /** What the registry has there; undefined: nothing. */
  readonly offered?: unknown;
  /** The two cannot be compared, so that they count as different. */
  readonly isUnsure?: true;
}

/** `question approve form:edit.cents: stored none, offered {"required":"number"}`. */
export function misfitText({ part, name, at, stored, offered, isUnsure }: Misfit): string {
  const place = [part, name, ...(at ? [at] : [])].join(" ");
  const doubt = isUnsure ? ", which cannot be compared" : "";
  return `${place}: stored ${sideText(stored)}, offered ${sideText(offered)}${doubt}`;
}

const LONGEST = 120;

function sideText(side: unknown): string {
  if (side === undefined) return "none";
  if (typeof side === "string") return side;
  if (!isRecord(side)) return shortened(JSON.stringify(side));
  if ("required" in side && Object.keys(side).length === 1) return `required ${sideText(side.required)}`;
  if ("optional" in side && Object.keys(side).length === 1) return `optional ${sideText(side.optional)}`;
  const described = describeSchema(side);
  return described === "unknown" ? shortened(JSON.stringify(side)) : shortened(described);
}

const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
