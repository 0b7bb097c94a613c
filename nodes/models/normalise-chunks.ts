/** Puts the chunks of a streamed answer right as they arrive: one message id, and one id and index for each tool call. */
import { AIMessageChunk, type BaseMessage, type UsageMetadata } from "@langchain/core/messages";
import type { ToolCallChunk } from "@langchain/core/messages/tool";
import { ChatGenerationChunk } from "@langchain/core/outputs";
import { isRecord } from "../../language/schema/is-record.ts";
import type { CallIds } from "./call-ids.ts";
import { withoutCalls } from "./normalise-answer.ts";
import { readArguments } from "./tool-arguments.ts";

interface StreamedCall {
  readonly index: number;
  /** What the provider calls it. */
  readonly given: Given;
  args: string;
}

interface Given {
  readonly name?: string | undefined;
  readonly id?: string | undefined;
  readonly index?: number | undefined;
}

export class ChunkNormaliser {
  readonly #id: string | undefined;
  readonly #ids: CallIds;
  readonly #calls: StreamedCall[] = [];

  constructor({ id, ids }: { readonly id: string | undefined; readonly ids: CallIds }) {
    this.#id = id;
    this.#ids = ids;
  }

  /** Leaves `chunk` as it is. */
  normalise({ message, text, generationInfo }: ChatGenerationChunk): ChatGenerationChunk {
    const { content, name, additional_kwargs, response_metadata } = message;
    const usage: UsageMetadata | undefined = AIMessageChunk.isInstance(message) ? message.usage_metadata : undefined;
    const tool_call_chunks = deltasIn(message).map((delta) => this.#delta(delta));
    return new ChatGenerationChunk({
      text,
      ...(generationInfo && { generationInfo }),
      message: new AIMessageChunk({
        content: content ?? "",
        tool_call_chunks,
        additional_kwargs: withoutCalls(additional_kwargs),
        response_metadata,
        ...(usage === undefined ? {} : { usage_metadata: usage }),
        ...(this.#id !== undefined && { id: this.#id }),
        ...(name === undefined ? {} : { name }),
      }),
    });
  }

  #delta({ name, args: given, id, index }: ToolCallChunk): ToolCallChunk {
    const args = textOf(given);
    const known = this.#continued({ name, id, index });
    if (known) {
      known.args += args;
      return { type: "tool_call_chunk", index: known.index, args };
    }
    const call = { index: this.#calls.length, given: { name, id, index }, args };
    this.#calls.push(call);
    return { type: "tool_call_chunk", index: call.index, id: this.#ids.of(id), args, ...(name && { name }) };
  }

  /** The call that a delta continues: servers leave the index out, count every call as 0, or repeat name and id in each delta. */
  #continued({ name, id, index }: Given): StreamedCall | undefined {
    const known = this.#calls.findLast((call) => (index === undefined || index === null ? true : call.given.index === index));
    if (!known || !name) return known;
    const isOther = name !== known.given.name || Boolean(id && known.given.id && id !== known.given.id);
    const isWhole = known.args === "" ? isOther : readArguments(known.args) !== undefined;
    return isWhole ? undefined : known;
  }
}

/** An answer in the old form has one call, without an index. */
function deltasIn(message: BaseMessage): readonly ToolCallChunk[] {
  const chunks = AIMessageChunk.isInstance(message) ? (message.tool_call_chunks ?? []) : [];
  const { function_call: old } = message.additional_kwargs;
  if (chunks.length > 0 || !isRecord(old)) return chunks;
  return [{ name: old.name, args: old.arguments, type: "tool_call_chunk" } as ToolCallChunk];
}

const textOf = (args: unknown): string =>
  typeof args === "string" ? args : args === undefined || args === null ? "" : JSON.stringify(args);
