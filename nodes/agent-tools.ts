/** Registry tools and handoffs as the tools that a model sees. Arguments that the agent was given are filled in and never shown to the model. */
import { tool as langchainTool, type StructuredToolInterface } from "@langchain/core/tools";
import { z } from "zod";
import { ToolError } from "../language/errors.ts";
import type { NormalAgent } from "../language/kinds/agent.ts";
import type { Agent, Tool } from "../language/registry.ts";
import { type Attempt, contextFor, visitKey } from "./context.ts";
import type { Call } from "./kind.ts";

type AgentCall = Call<NormalAgent>;
const HANDOFF = "handoff_to_";

export function agentTools(
  call: AgentCall,
  agent: Extract<Agent, { readonly prompt: string }>,
  args: Record<string, unknown>,
  attempt: Attempt,
): StructuredToolInterface[] {
  const own = (agent.tools ?? []).map((name) => {
    const tool = call.registry.tools?.[name];
    if (!tool) throw new TypeError(`registry has no tool "${name}"`);
    return modelTool(call, name, tool, args, attempt);
  });
  const handoffs = Object.entries(call.node.handoff ?? {}).map(([target, when]) =>
    langchainTool(async () => `handed over to ${target}`, {
      name: `${HANDOFF}${target}`,
      description: `Hand the conversation over to ${target}: ${when}`,
      schema: z.object({}),
      returnDirect: true,
    }),
  );
  return [...own, ...handoffs] as StructuredToolInterface[];
}

/** The node that a handoff tool leads to. */
export const handoffTarget = (toolName: string | undefined): string | undefined =>
  toolName?.startsWith(HANDOFF) ? toolName.slice(HANDOFF.length) : undefined;

function modelTool(
  call: AgentCall,
  name: string,
  tool: Tool,
  agentArgs: Record<string, unknown>,
  attempt: Attempt,
): StructuredToolInterface {
  const shape: Record<string, z.ZodType> = tool.args instanceof z.ZodObject ? tool.args.shape : {};
  const bound = Object.fromEntries(
    Object.keys(shape)
      .filter((key) => agentArgs[key] !== undefined)
      .map((key) => [key, agentArgs[key]]),
  );
  const open = Object.fromEntries(Object.entries(shape).filter(([key]) => !(key in bound)));
  const act = async (given: Record<string, unknown>): Promise<string> => {
    const args = tool.args.parse({ ...given, ...bound });
    try {
      return JSON.stringify(await runTool(call, tool, args, attempt));
    } catch (error) {
      const isDeclaredEdge = call.node.onError !== undefined && Object.hasOwn(call.node.onError, `tool:${name}`);
      if (!(error instanceof ToolError)) throw error;
      if (isDeclaredEdge) throw new ToolError(`tool:${name}`, error.message, { cause: error });
      return `error ${error.code}: ${error.message}`;
    }
  };
  return langchainTool(act, { name, description: tool.description ?? name, schema: z.object(open) }) as unknown as StructuredToolInterface;
}

async function runTool(call: AgentCall, tool: Tool, args: Record<string, unknown>, attempt: Attempt): Promise<unknown> {
  if (!tool.once) return tool.output.parse(await tool.run(args, contextFor(call, attempt)));
  const key = visitKey(
    call,
    tool.once.map((name) => args[name]),
  );
  return call.ports.once(call.scope, key, async (sql) => tool.output.parse(await tool.run(args, contextFor(call, attempt, { sql, key }))));
}
