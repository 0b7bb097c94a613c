/** Replaces a language model when there is no API key: a chat model that sees the messages and tools it is sent, and answers by a function. */
import type { BaseLanguageModelInput } from "@langchain/core/language_models/base";
import { BaseChatModel, type BaseChatModelCallOptions, type BindToolsInput } from "@langchain/core/language_models/chat_models";
import { AIMessage, type AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import type { ChatResult } from "@langchain/core/outputs";
import type { Runnable } from "@langchain/core/runnables";
import { convertToOpenAITool } from "@langchain/core/utils/function_calling";

/** JSON Schema of one argument of a tool. */
export interface ArgumentSchema {
  readonly type?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly items?: ArgumentsSchema;
}
export interface ArgumentsSchema {
  readonly properties?: Readonly<Record<string, ArgumentSchema>>;
  readonly required?: readonly string[];
}

/** A tool as the model sees it. The tool through which an agent gives its structured output is one of them. */
export interface OfferedTool {
  readonly name: string;
  readonly description: string;
  readonly parameters: ArgumentsSchema;
}
interface ScriptedOptions extends BaseChatModelCallOptions {
  readonly offered?: readonly OfferedTool[];
}

/** One turn of the model: text, or calls of tools that are offered. */
type AnswerTurn = (messages: readonly BaseMessage[], offered: readonly OfferedTool[]) => AIMessage;

export class ScriptedModel extends BaseChatModel<ScriptedOptions> {
  readonly answer: AnswerTurn;

  constructor(answer: AnswerTurn) {
    super({});
    this.answer = answer;
  }

  override _llmType(): string {
    return "fake-scripted"; // path tests may call it
  }

  override bindTools(tools: BindToolsInput[]): Runnable<BaseLanguageModelInput, AIMessageChunk, ScriptedOptions> {
    const offered = tools.map((tool) => {
      const { name, description = "", parameters = {} } = convertToOpenAITool(tool as Record<string, unknown>).function;
      return { name, description, parameters: parameters as ArgumentsSchema };
    });
    return this.withConfig({ offered });
  }

  override async _generate(messages: BaseMessage[], { offered = [] }: this["ParsedCallOptions"]): Promise<ChatResult> {
    const message = this.answer(messages, offered);
    return { generations: [{ message, text: message.text }] };
  }
}

export const callTool = (name: string, args: Record<string, unknown>): AIMessage =>
  new AIMessage({ content: "", tool_calls: [{ id: `call_${name}`, name, args, type: "tool_call" }] });
