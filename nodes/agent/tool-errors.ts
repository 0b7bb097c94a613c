/** Failed tool calls inside an agent: the model gets the arguments that do not fit; an error that a tool throws ends the agent. */
import { ToolMessage } from "@langchain/core/messages";
import type { AgentMiddleware } from "langchain";
import type { ValueError } from "../../language/schema/sides/read-value.ts";
import { rootOf } from "../attempts/classify-error.ts";

/** In the form of a tool's own errors. LangChain's text would include a stack trace. */
export const misfitMessage = (problem: string): string => `error ARGUMENTS_DO_NOT_FIT: ${problem}`;

/** Every misfit with its place, one line each. */
export const misfitsIn = ({ issues }: ValueError): string =>
  issues.map(({ path, message }) => (path.length > 0 ? `${path.join(".")}: ${message}` : message)).join("\n");

/** Without a middleware here createAgent would turn every error into a message for the model. */
export const toolErrorsLeave: AgentMiddleware = {
  name: "toolErrorsLeave",
  wrapToolCall: async (request, handler) => {
    try {
      return await handler(request);
    } catch (error) {
      const misfit = invocationErrorIn(error);
      if (misfit === undefined) throw error;
      const { id = "", name } = request.toolCall;
      return new ToolMessage({ content: misfitMessage(misfit.message), tool_call_id: id, name, status: "error" });
    }
  },
};

/** Why LangChain could not call the tool: its ToolInvocationError, known by its brand so that `langchain` need not be loaded. */
function invocationErrorIn(error: unknown): Error | undefined {
  const root = rootOf(error);
  const isInvocation = root instanceof Error && "~brand" in root && root["~brand"] === "ToolInvocationError" && "toolError" in root;
  return isInvocation && root.toolError instanceof Error ? root.toolError : undefined;
}
