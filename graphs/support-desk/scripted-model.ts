/** Stands in for a language model where there is no key: it sees the messages and tools that it is sent, matches words, and knows no request by heart. */
import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import type { BaseLanguageModelInput } from "@langchain/core/language_models/base";
import { BaseChatModel, type BaseChatModelCallOptions, type BindToolsInput } from "@langchain/core/language_models/chat_models";
import { AIMessage, type AIMessageChunk, type BaseMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import type { ChatResult } from "@langchain/core/outputs";
import type { Runnable } from "@langchain/core/runnables";
import { convertToOpenAITool } from "@langchain/core/utils/function_calling";
import { indexTexts } from "./neighbours.ts";
import { fillAnswer } from "./scripted/fill-answer.ts";
import { type ArgumentsSchema, fillArguments } from "./scripted/fill-arguments.ts";
import { wordsIn } from "./scripted/read-facts.ts";
import { sayResult } from "./scripted/say-result.ts";

interface OfferedTool {
  readonly name: string;
  readonly description: string;
  readonly parameters: ArgumentsSchema;
}
interface ScriptedOptions extends BaseChatModelCallOptions {
  readonly offered?: readonly OfferedTool[];
}

export class ScriptedModel extends BaseChatModel<ScriptedOptions> {
  constructor() {
    super({});
  }

  override _llmType(): string {
    return "scripted";
  }

  override bindTools(tools: BindToolsInput[]): Runnable<BaseLanguageModelInput, AIMessageChunk, ScriptedOptions> {
    const offered = tools.map((tool) => {
      const { name, description = "", parameters = {} } = convertToOpenAITool(tool as Record<string, unknown>).function;
      return { name, description, parameters: parameters as ArgumentsSchema };
    });
    return this.withConfig({ offered });
  }

  override async _generate(
    messages: BaseMessage[],
    options: this["ParsedCallOptions"],
    _run?: CallbackManagerForLLMRun,
  ): Promise<ChatResult> {
    const message = answer(messages, options.offered ?? []);
    return { generations: [{ message, text: message.text }] };
  }
}

/** One turn of the model: call the tool whose words fit the request, then say what it found. */
function answer(messages: readonly BaseMessage[], offered: readonly OfferedTool[]): AIMessage {
  const asked = messages.findLastIndex((message) => HumanMessage.isInstance(message));
  const request = messages[asked]?.text ?? "";
  const results = messages.slice(asked + 1).filter((message) => ToolMessage.isInstance(message));
  const form = offered.find(({ description }) => /structured output/i.test(description));
  if (form) return callTool(form, fillAnswer(form.parameters, messages));
  if (results.length > 0) return new AIMessage(results.map(({ text }) => sayResult(text)).join(" "));
  const tool = bestTool(request, offered);
  if (!tool) return new AIMessage("I have nothing that helps with this. Could you say it in other words?");
  const { args, missing } = fillArguments(tool.parameters, request);
  if (missing.length > 0) return new AIMessage(`To do this I need to know: ${missing.map(inWords).join(", ")}.`);
  return callTool(tool, args);
}

function callTool({ name }: OfferedTool, args: Record<string, unknown>): AIMessage {
  return new AIMessage({ content: "", tool_calls: [{ id: `call_${name}`, name, args, type: "tool_call" }] });
}

/** The tool whose name and description share most with the request; rare words count more. */
function bestTool(request: string, offered: readonly OfferedTool[]): OfferedTool | undefined {
  const [best] = indexTexts(offered.map(({ name, description }) => `${inWords(name)} ${description}`))(request, 1);
  return best && offered[best.at];
}

const inWords = (name: string) => wordsIn(name.replace(/Cents$/, "").replaceAll(/([A-Z])/g, " $1")).join(" ");
