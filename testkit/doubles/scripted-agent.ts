/** A model agent that says what its node's script says: its models are scripted, and its recovery is the real one. */

import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, type AIMessageFields, type BaseMessage } from "@langchain/core/messages";
import type { ChatResult } from "@langchain/core/outputs";
import { z } from "zod";
import type { Agent } from "../../language/registry/registry.ts";
import { handoffTarget } from "../../language/terms/labels.ts";
import type { Labelled } from "./follow-script.ts";
import { garbled, type ModelVisit } from "./model-visit.ts";

/** An agent of the same arguments that runs on the registry's model `model`. Its prompt is the constants that the node gives it. */
export function promptedAs({ args, output, with: constants }: Agent, model: string, given: readonly string[]): Agent {
  const prompt = given.map((name) => `${name} {${name}}`).join(", ") || NOTHING;
  return { args, output, ...(constants && { with: constants }), model, prompt };
}

/** A prompt may not be empty. */
const NOTHING = "scripted";
/** How handoff tools are named. */
const HANDOFF_TOOL = "handoff_to_";

/** Whether only a model can answer so. */
export const needsModel = (answer: object | undefined): boolean =>
  answer !== undefined && "label" in answer && (handoffTarget(String(answer.label)) !== undefined || "tokens" in answer);

/** Answers once: a handoff, or the output by the tool that asks for it. */
export class ScriptedChatModel extends BaseChatModel {
  /** As attempts name it. */
  readonly model: string;
  readonly #visit: ModelVisit;
  #tools: readonly string[] = [];

  constructor(model: string, visit: ModelVisit) {
    super({});
    this.model = model;
    this.#visit = visit;
  }

  override _llmType(): string {
    return "scripted";
  }

  override bindTools(tools: unknown[]): this {
    const bound = new ScriptedChatModel(this.model, this.#visit);
    bound.#tools = tools.map(nameOf);
    return bound as this;
  }

  override async _generate([first]: BaseMessage[], { signal }: this["ParsedCallOptions"]): Promise<ChatResult> {
    const prompt = first?.text === NOTHING ? "" : (first?.text ?? "");
    const answer = await this.#visit.next(prompt, signal ?? new AbortController().signal);
    const message = answer === garbled ? notReadable() : this.#saying(answer);
    return { generations: [{ text: "", message }] };
  }

  #saying({ label, output, tokens }: Labelled): AIMessage {
    const usage = tokens !== undefined && { usage_metadata: { input_tokens: 0, output_tokens: tokens, total_tokens: tokens } };
    const target = handoffTarget(label);
    const call = target === undefined ? this.#answering(output) : { name: `${HANDOFF_TOOL}${target}`, args: {} };
    const fields =
      call === undefined
        ? { content: String(output) }
        : { content: "", tool_calls: [{ ...call, id: "scripted", type: "tool_call" as const }] };
    return new AIMessage({ ...fields, ...usage } as AIMessageFields);
  }

  /** A structured output is a call of the tool that LangChain made for it. */
  #answering(output: unknown): { name: string; args: Record<string, unknown> } | undefined {
    const name = this.#tools.find((tool) => !tool.startsWith(HANDOFF_TOOL));
    if (name === undefined) return undefined;
    const isObject = z.record(z.string(), z.unknown()).safeParse(output).success;
    return { name, args: (isObject ? output : { output }) as Record<string, unknown> };
  }
}

const notReadable = (): AIMessage =>
  new AIMessage({
    content: "",
    invalid_tool_calls: [{ name: "answer", args: "{", id: "scripted", error: "forced by the test", type: "invalid_tool_call" }],
  });

function nameOf(tool: unknown): string {
  const { name, function: declared } = tool as { name?: string; function?: { name?: string } };
  return name ?? declared?.name ?? "";
}
