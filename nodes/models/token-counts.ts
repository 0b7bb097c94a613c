/** The token counts of an answer, checked before they count: providers also report null, NaN, text or nothing at all. */
import type { UsageMetadata } from "@langchain/core/messages";

const isCount = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value) && value >= 0;

/** Undefined where no count can be believed. A total that is missing, or less than its parts, is their sum. */
export function tokenCounts(usage: Partial<UsageMetadata> | undefined): UsageMetadata | undefined {
  if (!usage) return undefined;
  const { input_tokens, output_tokens, total_tokens, input_token_details, output_token_details } = usage;
  if (![input_tokens, output_tokens, total_tokens].some(isCount)) return undefined;
  const input = isCount(input_tokens) ? input_tokens : 0;
  const output = isCount(output_tokens) ? output_tokens : 0;
  return {
    input_tokens: input,
    output_tokens: output,
    total_tokens: Math.max(isCount(total_tokens) ? total_tokens : 0, input + output),
    ...countsIn("input_token_details", input_token_details),
    ...countsIn("output_token_details", output_token_details),
  };
}

function countsIn<K extends string>(name: K, details: object = {}): { [N in K]?: Record<string, number> } {
  const counts = Object.entries(details).filter((entry): entry is [string, number] => isCount(entry[1]));
  return counts.length === 0 ? {} : ({ [name]: Object.fromEntries(counts) } as { [N in K]: Record<string, number> });
}
