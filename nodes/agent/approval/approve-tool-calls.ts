/** Asks a person before declared tools run. LangChain's own middleware throws on a wrong answer, after which the thread can never resume; this one asks again. */
import { AIMessage, type BaseMessage, ToolMessage } from "@langchain/core/messages";
import type { ToolCall } from "@langchain/core/messages/tool";
import { interrupt } from "@langchain/langgraph";
import type { AgentMiddleware } from "langchain";
import type { NormalAgent } from "../../../language/kinds/agent/agent-node.ts";
import { inboxVerbs } from "../../../language/registry/inbox.ts";
import { Cancelled } from "../../attempts/failures.ts";
import type { Call } from "../../call/kind.ts";
import { isCancel } from "../../interrupt/answer.ts";
import { reviewOf } from "../../interrupt/review.ts";
import { type SaidMessage, said } from "../../interrupt/said-while-open.ts";
import type { ModelTool } from "../agent-tools.ts";
import { mark } from "../model-meter.ts";
import { checkToolDecisions, decisionsSchemaOf, type ToolApproval, type ToolDecision } from "./tool-approval.ts";

/** After the model, before the tools: nothing acts before the question. */
export function approveToolCalls(call: Call<NormalAgent>, tools: readonly ModelTool[]): AgentMiddleware {
  const { approval } = call.node;
  const hook = ({ messages }: { messages: readonly BaseMessage[] }) => {
    const last = messages.findLast((message) => AIMessage.isInstance(message));
    const asked = (last?.tool_calls ?? []).filter(({ name }) => approval?.tools.includes(name));
    if (!last || asked.length === 0) return undefined;
    const groups = approval?.ask === "oneByOne" ? asked.map((one) => [one]) : [asked];
    const decisions = new Map(groups.flatMap((group) => askUntilFit(call, tools, { message: last, calls: group })));
    const leftBy = asked.flatMap(({ id }) => decisions.get(id)?.type ?? []).find((type) => Object.hasOwn(approval?.decisions ?? {}, type));
    // on the message: a worker that takes over after the decision knows it too
    if (leftBy !== undefined) mark(last, { leftBy });
    const { messages: revised, isAnswered } = revise(last, decisions);
    // a jump to the model would pass by the hooks before it
    return { messages: revised, ...(isAnswered && { jumpTo: leftBy === undefined ? ("model" as const) : ("end" as const) }) };
  };
  return { name: "approveToolCalls", afterModel: { canJumpTo: ["model", "end"], hook } };
}

interface Asked {
  readonly message: AIMessage;
  readonly calls: readonly ToolCall[];
}

function askUntilFit(call: Call<NormalAgent>, tools: readonly ModelTool[], asked: Asked): [string | undefined, ToolDecision][] {
  const question = approvalOf(call, tools, asked);
  const responseSchema = decisionsSchemaOf(question);
  let problem: string | undefined;
  for (;;) {
    const value: unknown = interrupt(problem === undefined ? question : { ...question, problem }, { responseSchema });
    if (isCancel(value)) throw new Cancelled();
    const checked = checkToolDecisions(question, value);
    if ("decisions" in checked) return checked.decisions.map((decision, index) => [asked.calls[index]?.id, decision]);
    problem = checked.ok ? "nobody has decided" : checked.problem;
  }
}

function approvalOf(
  { graph, name: node, node: { approval } }: Call<NormalAgent>,
  tools: readonly ModelTool[],
  { message, calls }: Asked,
): ToolApproval {
  return {
    ...reviewOf(
      calls.map(({ name, args }) => ({
        ...{ name, args, description: `Agent "${node}" wants to call ${name}.`, allowed: inboxVerbs },
        argsSchema: tools.find((tool) => tool.name === name)?.shown ?? {},
      })),
    ),
    ...(message.id && { message: shownMessage(message.id, message) }),
    ...{ graph, node },
    ...(approval?.by && { by: approval.by }),
  };
}

const shownMessage = (id: string, { content, tool_calls = [] }: AIMessage): SaidMessage =>
  said({ id, content, tool_calls: tool_calls.map(({ id: call = "", name, args }) => ({ id: call, name, args, type: "tool_call" })) });

/** Approved and edited calls run; the others are answered in place of the tool. */
function revise(message: AIMessage, decisions: ReadonlyMap<string | undefined, ToolDecision>) {
  const calls = message.tool_calls ?? [];
  const replies = calls.flatMap((call) => replyTo(call, decisions.get(call.id)));
  // in place, as LangChain does: the message keeps its id, its usage and our metadata
  message.tool_calls = calls.map((call) => {
    const decision = decisions.get(call.id);
    return decision?.type === "edit" ? { ...call, args: decision.editedAction.args } : call;
  });
  return { messages: [message, ...replies], isAnswered: replies.length === calls.length };
}

function replyTo({ id = "", name }: ToolCall, decision: ToolDecision | undefined): ToolMessage[] {
  if (decision?.type === "respond") return [new ToolMessage({ content: decision.message, tool_call_id: id, name })];
  if (decision?.type !== "reject") return [];
  const content = decision.message ?? `A person refused this call of ${name}. Do not try it again.`;
  return [new ToolMessage({ content, tool_call_id: id, name, status: "error" })];
}
