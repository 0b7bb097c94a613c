/** A model agent that answers from its node's script: its models are scripted, its recovery is real. */

import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, type BaseMessage, ToolMessage } from "@langchain/core/messages";
import type { ChatResult } from "@langchain/core/outputs";
import { z } from "zod";
import type { Agent } from "../../language/registry/registry.ts";
import { HANDOFF_TOOL } from "../../language/registry/text-label.ts";
import { handoffTarget } from "../../language/terms/labels.ts";
import { usdOf } from "../../nodes/models/model-prices.ts";
import type { Labelled } from "./follow-script.ts";
import { GARBLED, type ModelVisit } from "./model-visit.ts";

/** An agent of the same arguments that runs on the registry's model `model`. Its prompt is the constants that the node gives it. */
export function promptedAs(agent: Agent, model: string, given: readonly string[]): Agent {
  const prompt = given.map((name) => `${name} {${name}}`).join(", ") || NOTHING;
  const tools = "tools" in agent && agent.tools;
  return { ...schemasOf(agent), ...(tools && { tools }), model, prompt };
}

export type AgentSchemas = Pick<Agent, "args" | "output" | "labels" | "with">;

/** What the language knows of the agent. */
export const schemasOf = ({ args, output, labels, with: constants }: Agent): AgentSchemas => ({
  args,
  ...(output && { output }),
  ...(labels && { labels }),
  ...(constants && { with: constants }),
});

/** A prompt may not be empty. */
const NOTHING = "scripted";

/** Whether only a model can answer so. */
export const needsModel = (answer: object | undefined): boolean =>
  answer !== undefined &&
  "label" in answer &&
  (handoffTarget(String(answer.label)) !== undefined || "tokens" in answer || "usd" in answer || "calls" in answer);

/** Calls the agent's tools if the script says so, then answers: a handoff, or the output by the tool that asks for it. */
export class ScriptedChatModel extends BaseChatModel {
  /** As attempts name it. */
  readonly model: string;
  readonly #visit: ModelVisit;
  readonly #own: readonly string[];
  #tools: readonly string[] = [];
  /** Tools that take the output inside an object: it is no object with fields of its own. */
  #wrapping: readonly string[] = [];

  /** `own`: the agent's tools, besides which LangChain has one for the output and one for each handoff. */
  constructor(model: string, visit: ModelVisit, own: readonly string[]) {
    super({});
    this.model = model;
    this.#visit = visit;
    this.#own = own;
  }

  override _llmType(): string {
    return "scripted";
  }

  override bindTools(tools: unknown[]): ScriptedChatModel {
    const bound = new ScriptedChatModel(this.model, this.#visit, this.#own);
    bound.#tools = tools.map(nameOf);
    bound.#wrapping = tools.filter(wrapsOutput).map(nameOf);
    return bound;
  }

  override async _generate(messages: BaseMessage[], { signal }: this["ParsedCallOptions"]): Promise<ChatResult> {
    const [first] = messages;
    const prompt = first?.text === NOTHING ? "" : (first?.text ?? "");
    // the conversation tells it: an agent that asked about a call begins again with its answer
    const isAfterCalls = ToolMessage.isInstance(messages.at(-1));
    const answer = isAfterCalls ? this.#visit.last() : await this.#visit.next(prompt, signal ?? new AbortController().signal);
    const message = answer === GARBLED ? notReadable() : this.#saying(answer, isAfterCalls ? [] : answer.calls);
    return { generations: [{ text: "", message }] };
  }

  #saying({ label, output, tokens, usd }: Labelled, calls: Labelled["calls"] = []): AIMessage {
    const target = handoffTarget(label);
    const last = target === undefined ? this.#answering(label, output) : { name: `${HANDOFF_TOOL}${target}`, args: {} };
    const said = calls.length > 0 ? calls : last ? [last] : [];
    return new AIMessage({
      content: said.length === 0 ? String(output) : "",
      tool_calls: said.map((call, index) => ({ ...call, id: `scripted-${index}`, type: "tool_call" })),
      ...usageOf(tokens, usd),
    });
  }

  /** A label is a call of the tool of its name, unless it is said in words; a structured output one of the tool that LangChain made for it. */
  #answering(label: string, output: unknown): { name: string; args: Record<string, unknown> } | undefined {
    const isOwn = (tool: string) => tool.startsWith(HANDOFF_TOOL) || this.#own.includes(tool);
    const name = label === "next" ? this.#tools.find((tool) => !isOwn(tool)) : this.#tools.find((tool) => tool === label);
    if (name === undefined) return undefined;
    const fields = z.record(z.string(), z.unknown()).safeParse(output).data;
    const isWhole = fields !== undefined && (!this.#wrapping.includes(name) || "output" in fields);
    return { name, args: isWhole ? fields : { output } };
  }
}

/** A model whose price is known, and US dollars for one token of its answer. */
const PRICED = "gpt-5";
const PRICE = usdOf(PRICED, { input_tokens: 0, output_tokens: 1, total_tokens: 1 }) ?? Number.NaN;

/** Dollars are those of a model with a price, and of at least as many tokens as they buy. */
function usageOf(tokens: number | undefined, usd: number | undefined): object {
  const output = usd === undefined ? tokens : Math.ceil(usd / PRICE);
  if (output === undefined) return {};
  const usage = { input_tokens: 0, output_tokens: output, total_tokens: Math.max(output, tokens ?? 0) };
  return { usage_metadata: usage, ...(usd !== undefined && { response_metadata: { model_name: PRICED } }) };
}

const notReadable = (): AIMessage =>
  new AIMessage({
    content: "",
    invalid_tool_calls: [{ name: "answer", args: "{", id: "scripted", error: "forced by the test", type: "invalid_tool_call" }],
  });

const Named = z.object({ name: z.string() });
const Declared = z.object({ function: Named });

/** A tool's own name, or that of the function it declares. */
function nameOf(tool: unknown): string {
  return Named.safeParse(tool).data?.name ?? Declared.safeParse(tool).data?.function.name ?? "";
}

const Wrapping = z.object({ function: z.object({ parameters: z.object({ properties: z.strictObject({ output: z.unknown() }) }) }) });
const wrapsOutput = (tool: unknown): boolean => Wrapping.safeParse(tool).success;
