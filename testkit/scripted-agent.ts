/** An agent that says what its node's script says: code, or a model's handoff where the script has one. */
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, type AIMessageFields } from "@langchain/core/messages";
import type { ChatResult } from "@langchain/core/outputs";
import { z } from "zod";
import type { Agent } from "../language/registry.ts";
import type { Labelled } from "./follow-script.ts";

/** An agent of the same arguments that runs on the registry's model `model`. */
export function promptedAs({ args, output, with: constants }: Agent, model: string): Agent {
  return { args, output, ...(constants && { with: constants }), model, prompt: "scripted" };
}

const HANDOFF = "handoff:";
/** How handoff tools are named. */
const HANDOFF_TOOL = "handoff_to_";

export const needsModel = (answer: object | undefined): boolean =>
  answer !== undefined && "label" in answer && (String(answer.label).startsWith(HANDOFF) || "tokens" in answer);

/** Answers once: a handoff, or the output by the tool that asks for it. */
export class ScriptedChatModel extends BaseChatModel {
  private readonly next: () => Labelled;
  private tools: readonly string[] = [];

  constructor(next: () => Labelled) {
    super({});
    this.next = next;
  }

  override _llmType(): string {
    return "scripted";
  }

  override bindTools(tools: unknown[]): this {
    const bound = new ScriptedChatModel(this.next);
    bound.tools = tools.map(nameOf);
    return bound as this;
  }

  override async _generate(): Promise<ChatResult> {
    const { label, output, tokens } = this.next();
    const usage = tokens !== undefined && { usage_metadata: { input_tokens: 0, output_tokens: tokens, total_tokens: tokens } };
    const call = label.startsWith(HANDOFF) ? { name: `${HANDOFF_TOOL}${label.slice(HANDOFF.length)}`, args: {} } : this.answering(output);
    const fields =
      call === undefined
        ? { content: String(output) }
        : { content: "", tool_calls: [{ ...call, id: "scripted", type: "tool_call" as const }] };
    const message = new AIMessage({ ...fields, ...usage } as AIMessageFields);
    return { generations: [{ text: "", message }] };
  }

  /** A structured output is a call of the tool that LangChain made for it. */
  private answering(output: unknown): { name: string; args: Record<string, unknown> } | undefined {
    const name = this.tools.find((tool) => !tool.startsWith(HANDOFF_TOOL));
    if (name === undefined) return undefined;
    const isObject = z.record(z.string(), z.unknown()).safeParse(output).success;
    return { name, args: (isObject ? output : { output }) as Record<string, unknown> };
  }
}

function nameOf(tool: unknown): string {
  const { name, function: declared } = tool as { name?: string; function?: { name?: string } };
  return name ?? declared?.name ?? "";
}
