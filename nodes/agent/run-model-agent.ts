/** An agent on a language model: one createAgent graph for each visit, with the recovery inside it. It may ask a person, so it is never retried as a whole. */

import { type BaseMessage, HumanMessage, isAIMessage, isBaseMessage } from "@langchain/core/messages";
import { mergeConfigs } from "@langchain/core/runnables";
import type { AgentMiddleware } from "langchain";
import { z } from "zod";
import { asError } from "../../language/issues/thrown.ts";
import { fillPrompt } from "../../language/registry/prompt.ts";
import type { Agent } from "../../language/registry/registry.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import { handoffLabel } from "../../language/terms/labels.ts";
import { rootOf } from "../attempts/classify-error.ts";
import { AgentFailure, Cancelled } from "../attempts/failures.ts";
import { failed } from "../attempts/run-attempts.ts";
import { BudgetSpent, checkBudget } from "../call/budget.ts";
import type { Outcome } from "../call/kind.ts";
import { placeOutput } from "../call/place-output.ts";
import { stepUsage } from "../call/usage.ts";
import { makeModel } from "../models/make-model.ts";
import { type AgentCall, agentTools } from "./agent-tools.ts";
import { approveToolCalls } from "./approve-tool-calls.ts";
import { endAtHandoff, handedOverTo } from "./handoff.ts";
import { ModelMeter, usageOfMessages } from "./model-meter.ts";
import { recoverModelCalls } from "./recover-model-call.ts";
import { toolErrorsLeave } from "./tool-errors.ts";

/** The tool that the model gives its output to. LangChain recognises it by "extract-", and by default numbers the rest. */
const ANSWER_TOOL = "extract-answer";

export type ModelAgent = Extract<Agent, { readonly prompt: string }>;

/** How often an agent may call its model in one visit by default. */
const DEFAULT_MAX_TURNS = 25;

/** More than a turn of createAgent has, with each hook of its middleware. */
const STEPS_OF_TURN = 10;

export async function runModelAgent(call: AgentCall, agent: ModelAgent, args: Record<string, unknown>): Promise<Outcome> {
  const meter = new ModelMeter();
  try {
    return await converse(call, agent, { args, meter });
  } catch (thrown) {
    const error = asError(thrown);
    const root = rootOf(error);
    if (root instanceof Cancelled) throw root;
    if (call.signal.aborted) throw call.signal.reason ?? error;
    const { attempts = 1, ...usage } = stepUsage(meter.usage);
    if (root instanceof BudgetSpent) return { label: "budget", ...usage };
    return failed(call, root, { attempts, ...usage });
  }
}

interface Conversation {
  readonly args: Record<string, unknown>;
  readonly meter: ModelMeter;
}

async function converse(call: AgentCall, agent: ModelAgent, { args, meter }: Conversation): Promise<Outcome> {
  const { node, registry, ports } = call;
  const conversation = conversationIn(args);
  const prompt = fillPrompt(agent.prompt, { ...args, ...node.with });
  const messages = conversation ?? [new HumanMessage(prompt)];
  const shape = shapeOf(agent.output);
  const tools = agentTools(call, agent, args);
  const make = (name: string) => makeModel(registry, name, ports.secret);
  const [model, fallback] = await Promise.all([make(node.model ?? agent.model), Promise.all(node.fallback.map(make))]);
  const recovery = recoverModelCalls({
    ...{ call, meter, models: [model, ...fallback], given: messages.length, wantsObject: shape !== undefined },
    assertWithinLimits: (said) => assertWithinLimits(call, agent, said),
  });
  const middleware: AgentMiddleware[] = [
    ...[toolErrorsLeave, recovery],
    ...(Object.keys(node.handoff).length > 0 ? [endAtHandoff] : []),
    ...(node.approval ? [approveToolCalls(call, tools)] : []),
  ];
  const { createAgent, toolStrategy } = await import("langchain");
  const { graph } = createAgent({
    model: model.chat,
    tools: tools.map(({ tool }) => tool),
    ...(conversation && { systemPrompt: prompt }),
    ...(shape && { responseFormat: toolStrategy(shape, { handleError: (error) => malformed(error, meter) }) }),
    middleware,
  });
  // maxTurns is the bound: LangGraph's own must not come before it
  const recursionLimit = ((agent.maxTurns ?? DEFAULT_MAX_TURNS) + 1) * STEPS_OF_TURN;
  const config = mergeConfigs(call.config, { callbacks: [meter], signal: call.signal, recursionLimit });
  const result = await graph.invoke({ messages }, config);
  const said = result.messages.slice(messages.length);
  const structured = "structuredResponse" in result ? result.structuredResponse : undefined;
  return outcomeOf(call, agent, { structured: structured ?? answerIn(said), said });
}

/** LangChain does not keep the structured answer: an agent that had ended before its worker died has it only in its messages. */
const answerIn = (said: readonly BaseMessage[]): unknown =>
  said.flatMap((message) => (isAIMessage(message) ? (message.tool_calls ?? []) : [])).findLast(({ name }) => name === ANSWER_TOOL)?.args;

interface AgentResult {
  readonly structured: unknown;
  readonly said: readonly BaseMessage[];
}

function outcomeOf({ node }: AgentCall, { output }: ModelAgent, { structured, said }: AgentResult): Outcome {
  const usage = stepUsage(usageOfMessages(said));
  const target = handedOverTo(said);
  if (target !== undefined) return { label: handoffLabel(target), ...usage };
  const value = outputOf(output, { structured, said });
  return { label: "next", writes: placeOutput(node.writes, output.parse(value)), ...usage };
}

/** As the agent declares it: the last text, the object that the model filled in, or the value inside one. */
function outputOf(output: z.ZodType, { structured, said }: AgentResult): unknown {
  if (output instanceof z.ZodString) return said.at(-1)?.text ?? "";
  if (output instanceof z.ZodObject) return structured;
  return isRecord(structured) ? structured.output : undefined;
}

/** What the model fills in: an object, or one around the output; undefined where the output is text. */
function shapeOf(output: z.ZodType): z.ZodObject | undefined {
  if (output instanceof z.ZodString) return undefined;
  return (output instanceof z.ZodObject ? output : z.object({ output })).meta({ title: ANSWER_TOOL });
}

/** LangChain would retry without end: here the declared `repair` is the limit. */
function malformed(error: Error, meter: ModelMeter): never {
  throw new AgentFailure("malformed", error.message, { answer: meter.last, cause: error });
}

function assertWithinLimits(call: AgentCall, { maxTurns = DEFAULT_MAX_TURNS }: ModelAgent, said: readonly BaseMessage[]): void {
  checkBudget(call, usageOfMessages(said));
  if (said.filter(isAIMessage).length >= maxTurns)
    throw new AgentFailure("budget", `agent "${call.node.agent}" called its model ${maxTurns} times without finishing (maxTurns)`);
}

/** The argument that holds the conversation. With one the prompt is the system message, without one the user's message. */
function conversationIn(args: Record<string, unknown>): BaseMessage[] | undefined {
  return Object.values(args).find(
    (value): value is BaseMessage[] => Array.isArray(value) && value.length > 0 && value.every((item) => isBaseMessage(item)),
  );
}
