/** What the peers' stand-in for a language model says: it matches words with the offered tools and has no canned answers. */
import { AIMessage, type BaseMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import { callTool, type OfferedTool, ScriptedModel } from "../scripted-model.ts";
import { readArguments } from "./read-arguments.ts";
import { sayResult } from "./say-result.ts";
import { wordsShared } from "./words.ts";

export const scriptedModel = (): ScriptedModel => new ScriptedModel(answer);

/** Looks up what fits the last request, then says what was found; or hands over. */
function answer(messages: readonly BaseMessage[], offered: readonly OfferedTool[]): AIMessage {
  const asked = messages.findLastIndex((message) => HumanMessage.isInstance(message));
  const request = messages[asked]?.text ?? "";
  const results = messages.slice(asked + 1).filter((message) => ToolMessage.isInstance(message));
  const form = offered.find(isForm);
  const say = (content: string) => (form ? callTool(form.name, { role: "assistant", content }) : new AIMessage(content));
  if (results.length > 0) return say(results.map(({ text }) => sayResult(text)).join(" "));
  const tool = bestOf(
    offered.filter((candidate) => candidate !== form),
    request,
  );
  if (!tool) return say("I did not understand that. Could you say it in other words?");
  const { args, missing } = readArguments(tool.parameters, request);
  if (missing.length > 0) return say(`To answer I need to know: ${missing.join(", ")}.`);
  return callTool(tool.name, args);
}

/** The tool through which an answer is given, when the agent's output is a message. */
const isForm = ({ parameters }: OfferedTool): boolean => parameters.properties !== undefined && "content" in parameters.properties;

/** The tool that shares most words with the request; the first of equals. */
function bestOf(tools: readonly OfferedTool[], request: string): OfferedTool | undefined {
  const scored = tools.map((tool) => ({ tool, shared: wordsShared(request, tool.description) }));
  const most = Math.max(0, ...scored.map(({ shared }) => shared));
  return most === 0 ? undefined : scored.find(({ shared }) => shared === most)?.tool;
}
