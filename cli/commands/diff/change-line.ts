/** One difference between declarations as a person reads it: a sign, the part, its name, and the values before and after. */
import { durationText } from "../../../language/terms/duration.ts";
import type { Change } from "../../../language/versions/change.ts";
import { styled, type TextOutput } from "../../program/io.ts";

const signs = {
  added: ["+", "green"],
  removed: ["-", "red"],
  changed: ["~", "yellow"],
  retuned: ["~", "yellow"],
} as const;

export function changeLine(change: Change, output: TextOutput): string {
  const [sign, colour] = signs[change.change];
  const name = change.name === "head" ? "" : ` ${change.name}`;
  const line = `${sign} ${change.part}${name}${change.part === "edge" ? edgeText(change) : otherText(change)}`;
  return styled(output, colour, line);
}

function edgeText({ change, before, after }: Change): string {
  return change === "changed" ? ` ${after} (was ${before})` : ` ${change === "added" ? after : before}`;
}

function otherText({ part, change, at, before, after }: Change): string {
  const value = (side: unknown): string => valueText(side, at);
  if (change === "added") return part === "param" ? `: ${value(after)}` : "";
  if (change === "removed") return part === "param" ? ` (was ${value(before)})` : "";
  return `${at ? ` ${at.replace(/Ms$/, "")}` : ""}: ${value(before)} → ${value(after)}${change === "retuned" ? " (retuned)" : ""}`;
}

function valueText(value: unknown, at = ""): string {
  if (value === undefined) return "none";
  if (typeof value === "number" && at.endsWith("Ms")) return durationText(value);
  return typeof value === "string" ? value : JSON.stringify(value);
}
