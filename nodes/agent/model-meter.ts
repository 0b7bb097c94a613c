/** Counts what an agent's model calls cost, also those whose answers could not be used. Each answer carries its share, so a resumed agent goes on counting. */
import { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import type { AIMessage, BaseMessage, UsageMetadata } from "@langchain/core/messages";
import type { LLMResult } from "@langchain/core/outputs";
import type { Step } from "../call/step.ts";
import { usdOf } from "../models/model-prices.ts";

export interface Spent {
  /** Tries beyond the first of each call: retries, repairs and fallbacks. */
  readonly extraTries: number;
  readonly tokens: number;
  readonly usd: number;
  /** Tokens of models whose price is unknown: they are not in `usd`. */
  readonly unpriced: number;
}

const MARK = "signalbox";
const nothing: Spent = { extraTries: 0, tokens: 0, usd: 0, unpriced: 0 };

const plus = (a: Spent, b: Spent): Spent => ({
  extraTries: a.extraTries + b.extraTries,
  tokens: a.tokens + b.tokens,
  usd: a.usd + b.usd,
  unpriced: a.unpriced + b.unpriced,
});

/** Given to the agent as a callback handler, so that it hears every answer of every model. */
export class ModelMeter extends BaseCallbackHandler {
  readonly name = "signalbox-meter";
  override awaitHandlers = true;
  /** The last answer that any model gave. */
  last: AIMessage | undefined;
  private current: Spent = nothing;
  private before: Spent = nothing;

  /** A model call begins: `said` is what the agent's messages hold already. */
  begin(said: readonly BaseMessage[]): void {
    this.before = spentIn(said);
    this.current = nothing;
    this.last = undefined;
  }

  /** One more try of the current call. */
  tryAgain(): void {
    this.current = plus(this.current, { ...nothing, extraTries: 1 });
  }

  override handleLLMEnd({ generations }: LLMResult): void {
    const { message, generationInfo } = (generations[0]?.[0] ?? {}) as { message?: BaseMessage; generationInfo?: Record<string, unknown> };
    if (message === undefined || message.type !== "ai") return;
    // a streamed answer's finish reason and model stand only beside it
    message.response_metadata = { ...generationInfo, ...message.response_metadata };
    this.last = message as AIMessage;
    const { usage_metadata: usage } = message as { usage_metadata?: UsageMetadata };
    if (!usage) return;
    const usd = usdOf((message.response_metadata as { model_name?: string }).model_name, usage);
    const { total_tokens: tokens } = usage;
    this.current = plus(this.current, { extraTries: 0, tokens, usd: usd ?? 0, unpriced: usd === undefined ? tokens : 0 });
  }

  /** Writes the call's cost onto its answer. */
  end(answer: BaseMessage): void {
    answer.response_metadata = { ...answer.response_metadata, [MARK]: this.current };
  }

  get spent(): Spent {
    return plus(this.before, this.current);
  }
}

export const spentIn = (said: readonly BaseMessage[]): Spent => said.reduce((sum, message) => plus(sum, markOf(message)), nothing);

const markOf = (message: BaseMessage): Spent => ((message.response_metadata ?? {}) as { [MARK]?: Spent })[MARK] ?? nothing;

/** As facts of a step: tries only when there were several, dollars only where a price is known. */
export function costOf({ extraTries, tokens, usd, unpriced }: Spent): Pick<Step, "attempts" | "usd" | "unpriced"> & { tokens: number } {
  const isPartly = unpriced > 0 && usd > 0;
  return { ...(extraTries > 0 && { attempts: extraTries + 1 }), tokens, ...(usd > 0 && { usd }), ...(isPartly && { unpriced }) };
}
