/** Registry tools as the tools that a model sees. Arguments that the agent received are filled in and never shown to the model. */
import { type ClientTool, tool as langchainTool } from "@langchain/core/tools";
import { isGraphBubbleUp } from "@langchain/langgraph";
import { SignalboxError, ToolError } from "../../language/issues/errors.ts";
import { asError, messageOf } from "../../language/issues/thrown.ts";
import type { NormalAgent } from "../../language/kinds/agent/agent-node.ts";
import type { Agent, Tool } from "../../language/registry/registry.ts";
import { fieldsOf, inputSchemaOf, type JsonSchema, withoutFields } from "../../language/schema/json-schema.ts";
import { readValue } from "../../language/schema/sides/read-value.ts";
import { isRunFailure } from "../attempts/failures.ts";
import { failureOf, invokeTool, limitOf } from "../attempts/invoke-tool.ts";
import { retried } from "../attempts/retry.ts";
import { declaredRetryable } from "../attempts/run-attempts.ts";
import { withTimeout } from "../attempts/time-limit.ts";
import type { Call } from "../call/kind.ts";
import { shownAs } from "./shown-as.ts";
import { misfitMessage, misfitsIn } from "./tool-errors.ts";

export type AgentCall = Call<NormalAgent>;
export type ModelAgent = Extract<Agent, { readonly prompt: string }>;

/** A tool as its model sees it. */
export interface ModelTool {
  readonly name: string;
  readonly tool: ClientTool;
  /** What the model sees of the arguments: those that it fills in. */
  readonly shown: JsonSchema;
}

export function agentTools(call: AgentCall, agent: ModelAgent, args: Record<string, unknown>): readonly ModelTool[] {
  return (agent.tools ?? []).map((name) => {
    const tool = call.registry.tools?.[name];
    if (!tool) throw new TypeError(`registry has no tool "${name}"`);
    return modelTool(call, { name, tool }, args);
  });
}

interface NamedTool {
  readonly name: string;
  readonly tool: Tool;
}

function modelTool(call: AgentCall, { name, tool }: NamedTool, agentArgs: Record<string, unknown>): ModelTool {
  const taken = inputSchemaOf(tool.args);
  const bound = Object.fromEntries(
    [...fieldsOf(taken).keys()].flatMap((key) => (agentArgs[key] === undefined ? [] : [[key, agentArgs[key]]])),
  );
  const answer = async (given: Record<string, unknown>): Promise<string> => {
    const { success, data: args, error: misfit } = await readValue(tool.args, { ...given, ...bound });
    if (!success) return misfitMessage(misfitsIn(misfit));
    try {
      return JSON.stringify(await tryTool(call, { name, tool }, args));
    } catch (error) {
      return errorForModel(call, name, error);
    }
  };
  const shown = withoutFields(taken, Object.keys(bound));
  return { name, tool: langchainTool(answer, { name, description: tool.description ?? name, schema: shownAs(shown) }), shown };
}

/** The node's retry and timeout, around this one call. */
function tryTool(call: AgentCall, { name, tool }: NamedTool, args: Record<string, unknown>): Promise<unknown> {
  const { retry, timeoutMs } = call.node;
  const tried = retried(call, { retry, isRetryable: declaredRetryable(tool.errors), what: `tool "${name}"` }, (number) =>
    withTimeout(call, { timeoutMs, what: `tool "${name}" of node "${call.name}"`, ...limitOf(tool) }, (signal) =>
      invokeTool(call, { tool, args, attempt: { number, signal } }),
    ),
  );
  return tried.catch((error: unknown) => Promise.reject(failureOf(tool, call.name, error)));
}

/** An error code that the tool declares is returned to the model, unless an edge of the node takes it. Every other failure ends the agent. */
function errorForModel(call: AgentCall, name: string, thrown: unknown): string {
  const error = asError(thrown);
  if (isGraphBubbleUp(error) || call.signal.aborted || isRunFailure(error)) throw error;
  const isDeclaredEdge = call.node.onError !== undefined && Object.hasOwn(call.node.onError, `tool:${name}`);
  const isTimeout = error instanceof SignalboxError && error.code === "NODE_TIMEOUT";
  if (error instanceof ToolError && !isDeclaredEdge) return `error ${error.code}: ${messageOf(error)}`;
  if (isTimeout && !isDeclaredEdge) throw error;
  const reason = messageOf(error);
  throw new ToolError(`tool:${name}`, error instanceof ToolError ? `${error.code}: ${reason}` : reason, { cause: error });
}
