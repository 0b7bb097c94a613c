/** An agent: a language model with tools on LangChain's createAgent, or code. Its retry sits inside, round one model call, never round the agent. */

import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { type BaseMessage, HumanMessage, isBaseMessage, ToolMessage } from "@langchain/core/messages";
import {
  type AgentMiddleware,
  createAgent,
  createMiddleware,
  MiddlewareError,
  modelFallbackMiddleware,
  modelRetryMiddleware,
} from "langchain";
import { z } from "zod";
import type { NormalAgent } from "../language/kinds/agent.ts";
import { fillPrompt } from "../language/prompt.ts";
import type { Agent, Registry } from "../language/registry.ts";
import { agentTools, handoffTarget } from "./agent-tools.ts";
import { type Attempt, contextFor } from "./context.ts";
import type { Call, Outcome } from "./kind.ts";
import { placeOutput } from "./place-output.ts";
import { failed, isTransient, runAttempts, withTimeout } from "./run-attempts.ts";
import { takeArgs } from "./take-args.ts";

type AgentCall = Call<NormalAgent>;
type ModelAgent = Extract<Agent, { readonly prompt: string }>;

export async function runAgent(call: AgentCall): Promise<Outcome> {
  const { node, registry } = call;
  const agent = registry.agents?.[node.agent];
  if (!agent) throw new TypeError(`registry has no agent "${node.agent}"`);
  const args = takeArgs<Record<string, unknown>>(call, agent.args, node.args);
  await call.ports.started(call.scope);
  if ("run" in agent) {
    return runAttempts(call, {}, async (attempt) => ({
      label: "next",
      writes: placeOutput(node.writes, agent.output.parse(await agent.run(args, contextFor(call, attempt)))),
    }));
  }
  try {
    return await withTimeout(call, node.timeoutMs, (signal) => runModel(call, agent, args, { number: 1, signal }));
  } catch (error) {
    if (call.signal.aborted) throw call.signal.reason ?? error;
    return failed(call, rootOf(error));
  }
}

async function runModel(call: AgentCall, agent: ModelAgent, args: Record<string, unknown>, attempt: Attempt): Promise<Outcome> {
  const { node, registry } = call;
  const conversation = conversationIn(args);
  const prompt = fillPrompt(agent.prompt, { ...args, ...node.with });
  const isText = agent.output instanceof z.ZodString;
  const isObject = agent.output instanceof z.ZodObject;
  const graph = createAgent({
    model: modelNamed(registry, node.model ?? agent.model),
    tools: agentTools(call, agent, args, attempt),
    ...(conversation && { systemPrompt: prompt }),
    ...(!isText && { responseFormat: (isObject ? agent.output : z.object({ output: agent.output })) as z.ZodObject }),
    middleware: middlewareOf(call),
  });
  const messages = conversation ?? [new HumanMessage(prompt)];
  const result = await graph.graph.invoke({ messages } as never, { ...call.config, signal: attempt.signal });
  const said = (result.messages as BaseMessage[]).slice(messages.length);
  const tokens = {
    tokens: said.reduce(
      (sum, message) => sum + ((message as { usage_metadata?: { total_tokens: number } }).usage_metadata?.total_tokens ?? 0),
      0,
    ),
  };
  const last = said.at(-1);
  const target = last instanceof ToolMessage ? handoffTarget(last.name) : undefined;
  if (target !== undefined) return { label: `handoff:${target}`, ...tokens };
  const answered = (result as { structuredResponse?: { output?: unknown } }).structuredResponse;
  const output = isText ? (last?.text ?? "") : isObject ? answered : answered?.output;
  return { label: "next", writes: placeOutput(node.writes, agent.output.parse(output)), ...tokens };
}

/** What a tool throws leaves the agent: without a middleware here createAgent would turn it into a message for the model. */
const toolErrorsLeave = createMiddleware({ name: "toolErrorsLeave", wrapToolCall: (request, handler) => handler(request) });

/** Retry round one model call, then the fallback models: the first in the list is the outermost. */
function middlewareOf({ node, registry }: AgentCall): AgentMiddleware[] {
  const { maxAttempts = 1, initialIntervalMs = 500 } = node.retry ?? {};
  const retry = modelRetryMiddleware({
    maxRetries: maxAttempts - 1,
    initialDelayMs: initialIntervalMs,
    jitter: true,
    onFailure: "error",
    retryOn: isTransient,
  });
  const fallback = node.fallback.map((name) => modelNamed(registry, name));
  return [toolErrorsLeave, ...(fallback.length > 0 ? [modelFallbackMiddleware(...fallback)] : []), retry] as AgentMiddleware[]; // langchain's own types miss exactOptionalPropertyTypes
}

/** The language keeps models opaque; here they are LangChain's. */
function modelNamed(registry: Registry, name: string): BaseChatModel {
  const model = registry.models?.[name];
  if (!model) throw new TypeError(`registry has no model "${name}"`);
  return model() as unknown as BaseChatModel;
}

/** The argument that holds the conversation, when there is one: then the prompt is the system message, else it is the user's. */
function conversationIn(args: Record<string, unknown>): BaseMessage[] | undefined {
  return Object.values(args).find(
    (value): value is BaseMessage[] => Array.isArray(value) && value.length > 0 && value.every((item) => isBaseMessage(item)),
  );
}

/** LangChain wraps what a middleware or a tool threw: the edge is chosen by the first cause. */
function rootOf(error: unknown): unknown {
  let root = error;
  while (MiddlewareError.isInstance(root) && root.cause !== undefined) root = root.cause;
  return root;
}
