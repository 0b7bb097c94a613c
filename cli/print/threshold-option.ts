/** `--threshold 90`, or `--threshold edges=100,errors=80`: what of each graph must be tested. */
import { InvalidArgumentError } from "commander";
import { parts } from "../../testkit/coverage/part.ts";
import { type Threshold, thresholdShape } from "../../testkit/coverage/threshold.ts";

export function parseThreshold(text: string): Threshold {
  const said = text.includes("=") ? Object.fromEntries(text.split(",").map(pair)) : Number(text);
  const read = thresholdShape.safeParse(text.trim() === "" ? undefined : said);
  if (read.success) return read.data;
  throw new InvalidArgumentError(`It is a percentage, 0 to 100, or one for each of ${parts.join(", ")}: edges=100,errors=80.`);
}

function pair(text: string): [string, number] {
  const [part = "", percent = ""] = text.split("=");
  return [part.trim(), percent.trim() === "" ? Number.NaN : Number(percent)];
}
