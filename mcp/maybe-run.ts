/** What a call fails with that was sent and has no result: the node must not repeat an effect that may have happened. */
import { SignalboxError, ToolError } from "../language/issues/errors.ts";
import { messageOf } from "../language/issues/thrown.ts";
import { mayOverlap } from "../language/registry/effects.ts";
import { isAnswered } from "./failures.ts";
import type { ToolCall } from "./tool-call.ts";

export function maybeRun({ entry, connections, context }: ToolCall, error: unknown): unknown {
  const what = `"${entry.tool}" of ${connections.name}`;
  if (isAnswered(error)) return new ToolError("MCP_ERROR", `${what}: ${error.message}`, { cause: error });
  const { aborted, reason } = context.signal;
  const isHarmless = mayOverlap(entry);
  if (aborted && isHarmless) return reason;
  const message = `${what}: ${aborted ? messageOf(reason) : messageOf(error)}; the call may have run`;
  if (isHarmless) return new ToolError("UNAVAILABLE", message, { cause: error });
  // which no policy retries; with `once` it makes the effect's outcome unknown, as every error that is no ToolError does
  if (aborted) return new SignalboxError("NODE_TIMEOUT", message, { node: context.node, ignoredAbort: true, cause: error });
  return entry.once ? new Error(message, { cause: error }) : new ToolError("MCP_ERROR", message, { cause: error });
}
