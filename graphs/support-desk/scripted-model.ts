/** What the desk's stand-in for a language model says: it matches words with the offered tools and has no canned answers. */
import { AIMessage, type BaseMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import { callTool, type OfferedTool, ScriptedModel } from "../scripted-model.ts";
import { indexTexts } from "./neighbours.ts";
import { fillAnswer } from "./scripted/fill-answer.ts";
import { fillArguments } from "./scripted/fill-arguments.ts";
import { wordsIn } from "./scripted/read-facts.ts";
import { sayResult } from "./scripted/say-result.ts";

export const scriptedModel = (): ScriptedModel => new ScriptedModel(answer);

/** Calls the tool whose words fit the request, then says what it found. */
function answer(messages: readonly BaseMessage[], offered: readonly OfferedTool[]): AIMessage {
  const asked = messages.findLastIndex((message) => HumanMessage.isInstance(message));
  const request = messages[asked]?.text ?? "";
  const results = messages.slice(asked + 1).filter((message) => ToolMessage.isInstance(message));
  const form = offered.find(({ description }) => /structured output/i.test(description));
  if (form) return callTool(form.name, fillAnswer(form.parameters, messages));
  if (results.length > 0) return new AIMessage(results.map(({ text }) => sayResult(text)).join(" "));
  const tool = bestTool(request, offered);
  if (!tool) return new AIMessage("I have nothing that helps with this. Could you say it in other words?");
  const { args, missing } = fillArguments(tool.parameters, request);
  if (missing.length > 0) return new AIMessage(`To do this I need to know: ${missing.map(inWords).join(", ")}.`);
  return callTool(tool.name, args);
}

/** The tool whose name and description share most with the request; rare words count more. */
function bestTool(request: string, offered: readonly OfferedTool[]): OfferedTool | undefined {
  const [best] = indexTexts(offered.map(({ name, description }) => `${inWords(name)} ${description}`))(request, 1);
  return best && offered[best.at];
}

const inWords = (name: string) => wordsIn(name.replace(/Cents$/, "").replaceAll(/([A-Z])/g, " $1")).join(" ");
