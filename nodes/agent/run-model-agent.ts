/** An agent on a language model: one createAgent graph for each visit, with the recovery inside it. It may ask a person, so it is never retried as a whole. */

import { type BaseMessage, HumanMessage, isAIMessage, isBaseMessage } from "@langchain/core/messages";
import { mergeConfigs } from "@langchain/core/runnables";
import type { AgentMiddleware } from "langchain";
import { asError } from "../../language/issues/thrown.ts";
import { fillPrompt } from "../../language/registry/prompt.ts";
import { rootOf } from "../attempts/classify-error.ts";
import { AgentFailure, Cancelled } from "../attempts/failures.ts";
import { failed } from "../attempts/run-attempts.ts";
import { BudgetSpent, checkBudget } from "../call/budget.ts";
import type { Constants } from "../call/context.ts";
import type { Outcome } from "../call/kind.ts";
import { stepUsage } from "../call/usage.ts";
import { makeModel } from "../models/make-model.ts";
import { normaliseModel } from "../models/normalise-model.ts";
import { outcomeOf } from "./agent-outcome.ts";
import { type AgentCall, agentTools, type ModelAgent } from "./agent-tools.ts";
import { answerFormOf } from "./answers/answer-form.ts";
import { LabelAnswers } from "./answers/label-answers.ts";
import { approveToolCalls } from "./approval/approve-tool-calls.ts";
import { type Exits, endAtExit } from "./exits.ts";
import { handoffTool } from "./handoff.ts";
import { ModelMeter, usageOfMessages } from "./model-meter.ts";
import { type ReadAnswer, recoverModelCalls } from "./recover-model-call.ts";
import { withoutCalls } from "./said-message.ts";
import { toolErrorsLeave } from "./tool-errors.ts";
import { Transcript, transcribed } from "./transcript.ts";

/** How often an agent may call its model in one visit by default. */
const DEFAULT_MAX_TURNS = 25;

/** More than a turn of createAgent has, with each hook of its middleware. */
const STEPS_OF_TURN = 10;

interface Given {
  readonly args: Record<string, unknown>;
  readonly constants: Constants;
}

export async function runModelAgent(call: AgentCall, agent: ModelAgent, given: Given): Promise<Outcome> {
  const meter = new ModelMeter();
  const transcript = new Transcript();
  const withSaid = (outcome: Outcome): Outcome => transcribed(call.node, outcome, transcript);
  try {
    return withSaid(await converse(call, agent, { ...given, meter, transcript }));
  } catch (thrown) {
    const error = asError(thrown);
    const root = rootOf(error);
    if (root instanceof Cancelled) throw root;
    if (call.signal.aborted) throw call.signal.reason ?? error;
    const { attempts = 1, ...usage } = stepUsage(meter.usage);
    if (root instanceof BudgetSpent) return withSaid({ label: "budget", ...usage });
    return withSaid(failed(call, root, { attempts, ...usage }));
  }
}

interface Conversation extends Given {
  readonly meter: ModelMeter;
  readonly transcript: Transcript;
}

async function converse(call: AgentCall, agent: ModelAgent, { args, constants, meter, transcript }: Conversation): Promise<Outcome> {
  const { node, registry, ports } = call;
  const conversation = conversationIn(args);
  const prompt = fillPrompt(agent.prompt, { ...args, ...constants });
  const form = agent.output && answerFormOf(agent.output);
  const labels = agent.labels && new LabelAnswers(agent.labels, node.routes);
  const exitTools = [...Object.entries(node.handoff).map(([target, when]) => handoffTool(target, when)), ...(labels?.tools ?? [])];
  const tools = [...agentTools(call, agent, args), ...exitTools];
  const heard = conversation && tools.length === 0 ? withoutCalls(conversation) : conversation;
  const messages = heard ?? [new HumanMessage(prompt)];
  const make = async (name: string) => {
    const made = await makeModel(registry, name, ports.secret);
    return { ...made, chat: normaliseModel(made.chat, (answer) => meter.heard(answer)) };
  };
  const [model, fallback] = await Promise.all([make(node.model ?? agent.model), Promise.all(node.fallback.map(make))]);
  const exits: Exits = { names: new Set(exitTools.map(({ name }) => name)), given: messages.length };
  const recovery = recoverModelCalls({
    ...{ call, meter, models: [model, ...fallback], given: messages.length, form, labels },
    assertWithinLimits: (said) => assertWithinLimits(call, agent, said),
  });
  const middleware: AgentMiddleware[] = [
    ...(node.transcript === undefined ? [] : [transcript.listening(messages.length)]),
    ...[toolErrorsLeave, recovery],
    ...(exitTools.length > 0 || node.approval ? [endAtExit(exits)] : []),
    ...(node.approval ? [approveToolCalls(call, tools)] : []),
  ];
  const { createAgent, toolStrategy } = await import("langchain");
  const { graph } = createAgent({
    model: model.chat,
    tools: tools.map(({ tool }) => tool),
    ...(conversation && { systemPrompt: prompt }),
    ...(form && { responseFormat: toolStrategy([form.tool], { handleError: (error) => malformed(error, meter) }) }),
    middleware,
  });
  // maxTurns is the bound: LangGraph's own must not come before it
  const recursionLimit = ((agent.maxTurns ?? DEFAULT_MAX_TURNS) + 1) * STEPS_OF_TURN;
  const config = mergeConfigs(call.config, { callbacks: [meter], signal: call.signal, recursionLimit });
  const result = await graph.invoke({ messages }, config);
  const said = result.messages.slice(messages.length);
  transcript.heard(said);
  const read = ("structuredResponse" in result ? result.structuredResponse : undefined) as ReadAnswer | undefined;
  return { ...(await outcomeOf(call, agent, { form, labels, exits, said, read })), ...stepUsage(usageOfMessages(said)) };
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
