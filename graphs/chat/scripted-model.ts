/** The concierge's stand-in for a language model: it reads restaurant, day and people from the guest's words, and speaks word by word. */
import { AIMessage, AIMessageChunk, type BaseMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import { ChatGenerationChunk } from "@langchain/core/outputs";
import { callTool, type OfferedTool, ScriptedModel } from "../scripted-model.ts";
import { restaurantNames } from "./restaurants.ts";

/** A word, as models write them. */
const WORD_MS = 20;

class TalkingModel extends ScriptedModel {
  readonly #wordMs: number;

  constructor(wordMs: number) {
    super(answer);
    this.#wordMs = wordMs;
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    { offered = [], signal }: this["ParsedCallOptions"],
  ): AsyncGenerator<ChatGenerationChunk> {
    const said = this.answer(messages, offered);
    const words = said.text.split(/(?<= )/);
    for (const word of words) {
      signal?.throwIfAborted();
      const isLast = word === words.at(-1);
      const tool_calls = isLast
        ? (said.tool_calls ?? []).map(({ id = "", name, args }, index) => ({ id, name, args: JSON.stringify(args), index }))
        : [];
      const message = new AIMessageChunk({
        content: word,
        tool_call_chunks: tool_calls.map((call) => ({ ...call, type: "tool_call_chunk" as const })),
      });
      yield new ChatGenerationChunk({ message, text: word });
      await new Promise((resolve) => setTimeout(resolve, this.#wordMs));
    }
  }
}

/** `wordMs`: how long it takes over a word. */
export const talkingModel = (wordMs: number): ScriptedModel => new TalkingModel(wordMs);
export const scriptedModel = (): ScriptedModel => talkingModel(WORD_MS);

function answer(messages: readonly BaseMessage[], offered: readonly OfferedTool[]): AIMessage {
  const asked = messages.findLastIndex((message) => HumanMessage.isInstance(message));
  const request = messages[asked]?.text ?? "";
  const result = messages.slice(asked + 1).findLast((message) => ToolMessage.isInstance(message));
  if (result) return new AIMessage(wordsFor(result));
  const wanted = bookingIn(request);
  const calls = messages.filter((message) => AIMessage.isInstance(message)).length;
  if (wanted && offered.some(({ name }) => name === "bookTable")) {
    const call = callTool("bookTable", wanted);
    const [first] = call.tool_calls ?? [];
    return new AIMessage({ content: "I will book that for you.", tool_calls: first ? [{ ...first, id: `call_bookTable_${calls}` }] : [] });
  }
  return new AIMessage(
    `I book tables at ${restaurantNames.join(", ")}. Tell me the restaurant, the day and how many you are, such as: Basil on 2026-12-24 for 2.`,
  );
}

function wordsFor({ text, status }: ToolMessage): string {
  const reference = /"reference":\s*"([^"]+)"/.exec(text)?.[1];
  if (reference) return `Your table is booked. The reference is ${reference}. Enjoy your evening!`;
  return status === "error" ? `I did not book it: ${text}` : text;
}

function bookingIn(request: string): Record<string, unknown> | undefined {
  const restaurant = restaurantNames.find((name) => request.toLowerCase().includes(name.toLowerCase()));
  const day = /\d{4}-\d{2}-\d{2}/.exec(request)?.[0];
  const people = /\bfor (\d+)\b/.exec(request)?.[1];
  return restaurant && day && people ? { restaurant, day, people: Number(people) } : undefined;
}
