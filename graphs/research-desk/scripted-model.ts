/** What the desk's stand-in for a language model says: which of the three parts it plays, it sees from the tools that it is offered. */
import { AIMessage, type BaseMessage, ToolMessage } from "@langchain/core/messages";
import { callTool, type OfferedTool, ScriptedModel } from "../scripted-model.ts";
import type { Passage } from "./corpus.ts";
import { planSubtasks } from "./scripted/plan-subtasks.ts";
import { readBrief } from "./scripted/read-brief.ts";
import { writeReport } from "./scripted/write-report.ts";

export const scriptedModel = (): ScriptedModel => new ScriptedModel(answer);

function answer([asked, ...said]: readonly BaseMessage[], offered: readonly OfferedTool[]): AIMessage {
  const prompt = asked?.text ?? "";
  const search = offered.find(({ name }) => name.startsWith("search"));
  const form = offered.find((tool) => tool !== search);
  if (search && form) return look(prompt, said, { search: search.name, form: form.name });
  if (form) return callTool(form.name, { output: planSubtasks(readBrief(prompt)) });
  return new AIMessage(writeReport(readBrief(prompt)));
}

/** A reader: searches for what it was asked, then hands over what the search gave, word for word. A search that failed gave nothing. */
function look(prompt: string, said: readonly BaseMessage[], { search, form }: { search: string; form: string }): AIMessage {
  const result = said.find((message) => ToolMessage.isInstance(message));
  if (!result) return callTool(search, { query: readBrief(prompt).ask });
  return callTool(form, { output: result.text.startsWith("error ") ? [] : (JSON.parse(result.text) as Passage[]) });
}
