/** What a model call costs, by the dated list in prices.json. A model that is not listed has no price: only its tokens are counted. */
import type { UsageMetadata } from "@langchain/core/messages";
import list from "../prices.json" with { type: "json" };

interface Price {
  /** US dollars for a million tokens. */
  readonly input: number;
  readonly cachedInput: number;
  readonly output: number;
}
const prices: Readonly<Record<string, Price>> = list.models;

/** `gpt-5-mini-2025-08-07` costs what `gpt-5-mini` costs. */
export function usdOf(model: unknown, usage: UsageMetadata): number | undefined {
  const name = typeof model === "string" ? model.replace(/-\d{4}-\d{2}-\d{2}$/, "") : "";
  const price = Object.hasOwn(prices, name) ? prices[name] : undefined;
  if (!price) return undefined;
  const cached = Math.min(usage.input_token_details?.cache_read ?? 0, usage.input_tokens);
  return ((usage.input_tokens - cached) * price.input + cached * price.cachedInput + usage.output_tokens * price.output) / 1_000_000;
}
