/** A provider of OpenAI's API for the research desk: it answers each request by what the request says, as the desk's script would, or as a test wants. */
import { LLMock } from "@copilotkit/aimock";
import { AIMessage, type BaseMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import { scriptedModel } from "../../../graphs/research-desk/scripted-model.ts";
import type { ArgumentsSchema } from "../../../graphs/scripted-model.ts";
import { chatModelFromEnv } from "../../../openai/chat-models.ts";

type Factory = Extract<Parameters<LLMock["on"]>[1], (...args: never[]) => unknown>;
type Request = Parameters<Factory>[0];
type Response = Awaited<ReturnType<Factory>>;

/** Which of the desk's agents calls: its tools tell them apart. */
type Part = "supervisor" | "reader" | "writer";
export interface Asked {
  readonly part: Part;
  readonly model: string;
  readonly request: Request;
}
/** What the provider answers instead of the script; undefined uses the script. */
export type Instead = (asked: Asked) => Response | undefined | Promise<undefined>;

export class ResearchProvider {
  private readonly mock = new LLMock({ port: 0, logLevel: "silent" });
  readonly asked: Asked[] = [];
  instead: Instead = () => undefined;

  async start(): Promise<this> {
    this.mock.on({}, (request) => this.answer(request));
    await this.mock.start();
    return this;
  }
  stop = () => this.mock.stop();

  /** The desk's two models, both real ChatOpenAI clients of this provider. */
  models() {
    const env = { OPENAI_API_KEY: "key", OPENAI_BASE_URL: `${this.mock.url}/v1` };
    const named = (model: string) => chatModelFromEnv({ ...env, SIGNALBOX_MODEL: model }, neverScripted);
    return { research: named("gpt-5-mini"), spare: named("gpt-4.1-mini") };
  }

  private async answer(request: Request): Promise<Response> {
    const asked = { part: partOf(request), model: request.model, request };
    this.asked.push(asked);
    return (await this.instead(asked)) ?? byScript(request);
  }
}

function neverScripted(): never {
  throw new Error("the script does not run in this process");
}

function partOf({ tools = [] }: Request): Part {
  if (tools.length === 0) return "writer";
  return tools.some((tool) => tool.function.name.startsWith("search")) ? "reader" : "supervisor";
}

function byScript({ messages, tools = [] }: Request): Response {
  const offered = tools.map(({ function: { name, description = "", parameters = {} } }) => ({
    ...{ name, description, parameters: parameters as ArgumentsSchema },
  }));
  const { text, tool_calls: calls = [] } = scriptedModel().answer(messages.map(asMessage), offered);
  const usage = { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 };
  if (calls.length === 0) return { content: text, usage };
  return { toolCalls: calls.map(({ name, args }) => ({ name, arguments: JSON.stringify(args) })), usage };
}

function asMessage({ role, content, tool_call_id: id = "" }: Request["messages"][number]): BaseMessage {
  const text = typeof content === "string" ? content : (content ?? []).map((part) => ("text" in part ? part.text : "")).join("");
  if (role === "tool") return new ToolMessage({ content: text, tool_call_id: id });
  return role === "user" ? new HumanMessage(text) : new AIMessage(text);
}
