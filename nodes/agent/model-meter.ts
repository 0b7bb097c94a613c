/** Counts what an agent's model calls use, including calls whose answers are unusable. Each answer carries its share, so a resumed agent keeps counting. */
import { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import { AIMessage, type BaseMessage } from "@langchain/core/messages";
import type { LLMResult } from "@langchain/core/outputs";
import { z } from "zod";
import { isRecord } from "../../language/schema/is-record.ts";
import { addUsage, noUsage, type Usage } from "../call/usage.ts";
import { usdOf } from "../models/model-prices.ts";
import { tokenCounts } from "../models/token-counts.ts";

/** The key in an answer's metadata under which its share is stored. */
const MARK = "signalbox";
/** Versions before this one stored null for a provider that reports no usage. */
const count = z.number().catch(0);
const markShape = z.object({ extraTries: count, tokens: count, usd: count, unpriced: count });
/** What else is stored there. */
const noteShape = z.object({
  model: z.string().optional().catch(undefined),
  output: z.unknown().optional(),
  leftBy: z.string().optional().catch(undefined),
});

/** Given to the agent as a callback handler, so that it sees every answer of every model. */
export class ModelMeter extends BaseCallbackHandler {
  readonly name = "signalbox-meter";
  override awaitHandlers = true;
  /** The last answer of the agent's own model. */
  last: AIMessage | undefined;
  #current: Usage = noUsage;
  #before: Usage = noUsage;

  /** A model call begins. `said`: what the agent's messages hold already. */
  begin(said: readonly BaseMessage[]): void {
    this.#before = usageOfMessages(said);
    this.#current = noUsage;
    this.last = undefined;
  }

  /** Also an answer that cannot be used. */
  heard(answer: AIMessage): void {
    this.last = answer;
  }

  /** One more try of the current call. */
  tryAgain(): void {
    this.#current = addUsage(this.#current, { extraTries: 1 });
  }

  override handleLLMEnd({ generations }: LLMResult): void {
    const [generation] = generations[0] ?? [];
    if (generation === undefined || !("message" in generation) || !AIMessage.isInstance(generation.message)) return;
    const { message, generationInfo } = generation;
    // the finish reason and the model of a streamed answer are not in the message
    message.response_metadata = { ...generationInfo, ...message.response_metadata };
    const usage = tokenCounts(message.usage_metadata);
    if (!usage) return;
    const { total_tokens: tokens } = usage;
    const usd = usdOf(message.response_metadata.model_name, usage);
    this.#current = addUsage(this.#current, { tokens, usd: usd ?? 0, unpriced: usd === undefined ? tokens : 0 });
  }

  /** Writes the call's usage onto its answer. */
  end(answer: BaseMessage): void {
    const { extraTries, tokens, usd, unpriced } = this.#current;
    mark(answer, { extraTries, tokens, usd, unpriced });
  }

  get usage(): Usage {
    return addUsage(this.#before, this.#current);
  }
}

export const usageOfMessages = (said: readonly BaseMessage[]): Usage =>
  said.reduce((sum, { response_metadata: metadata }) => addUsage(sum, markShape.safeParse(metadata?.[MARK]).data ?? {}), noUsage);

/** Notes on an answer, for the visit that it belongs to. */
export function mark(answer: BaseMessage, notes: Readonly<Record<string, unknown>>): void {
  const { [MARK]: before, ...metadata } = answer.response_metadata;
  answer.response_metadata = { ...metadata, [MARK]: { ...(isRecord(before) && before), ...notes } };
}

/** Which model of the registry said it, the structured output that was read from it, and the decision by which its agent is left. */
export const marksOf = ({ response_metadata: metadata }: BaseMessage): z.infer<typeof noteShape> =>
  noteShape.safeParse(metadata?.[MARK]).data ?? {};
