/** LangGraph's events of a tool in the names of the protocol. */
import { isRecord } from "../../language/schema/is-record.ts";

export function toolData(payload: unknown): Readonly<Record<string, unknown>> {
  const { event, toolCallId = "", name, input, data, output, error } = isRecord(payload) ? payload : {};
  const tool_call_id = String(toolCallId);
  if (event === "on_tool_start") return { event: "tool-started", tool_call_id, tool_name: name, input };
  if (event === "on_tool_end") return { event: "tool-finished", tool_call_id, output };
  if (event === "on_tool_error") return { event: "tool-error", tool_call_id, message: messageIn(error) };
  return { event: "tool-output-delta", tool_call_id, delta: typeof data === "string" ? data : JSON.stringify(data ?? null) };
}

/** An error is kept as its name and message: see plain-json.ts. */
function messageIn(error: unknown): string {
  if (!isRecord(error)) return String(error);
  return String(error.value ?? error.message ?? JSON.stringify(error));
}
