/** One call of a tool. What certainly did nothing says so; what may have run is never repeated here, and says so too. */
import { ToolError } from "../language/issues/errors.ts";
import { messageOf } from "../language/issues/thrown.ts";
import { changeOf } from "./changed-tools.ts";
import type { Connection } from "./connecting/connection.ts";
import type { Session } from "./connecting/session.ts";
import { isAnswered, isRefused, isUnknownTool, isUnsent } from "./failures.ts";
import { maybeRun } from "./maybe-run.ts";
import { readResult } from "./read-result.ts";
import type { ToolCall } from "./tool-call.ts";

/** A request that did not arrive is made once more, on a new connection: the server may have been restarted, or forgotten the session. */
export async function callTool(call: ToolCall): Promise<unknown> {
  const { connections, entry, context } = call;
  const connection = await connections.for(context);
  try {
    return await tryTool(call, connection);
  } catch (error) {
    if (error instanceof ToolError || !isUnsent(error)) throw error;
  }
  try {
    return await tryTool(call, connection);
  } catch (error) {
    if (error instanceof ToolError || !isUnsent(error)) throw error;
    throw new ToolError("UNAVAILABLE", `"${entry.tool}" of ${connections.name}: ${messageOf(error)}`, { cause: error });
  }
}

/** The node limits the time of a call, and aborts the signal. */
async function tryTool(call: ToolCall, connection: Connection): Promise<unknown> {
  const { entry, connections, context } = call;
  const session = await connection.open(context.signal);
  try {
    if (changeOf(session.tools.get(entry.tool), entry)) await session.refresh();
    const change = changeOf(session.tools.get(entry.tool), entry);
    if (change) throw new ToolError("MCP_TOOL_CHANGED", `"${entry.tool}" of ${connections.name} ${change}`);
    const request = { name: entry.tool, arguments: call.args, key: context.idempotencyKey, signal: context.signal };
    return readResult(call, await session.call(request));
  } catch (error) {
    if (error instanceof ToolError) throw error;
    if (isRefused(error))
      throw new ToolError("NO_CREDENTIAL", `${connections.name} refuses the credential: ${messageOf(error)}`, { cause: error });
    if (!isAnswered(error) || isUnknownTool(error)) retireUnless(context.signal, session);
    throw isUnsent(error) ? error : maybeRun(call, error);
  }
}

/** A call that was cancelled says nothing of its session. After any other failure another one is opened, with a list of tools that is new. */
function retireUnless({ aborted }: AbortSignal, session: Session): void {
  if (!aborted) session.retire();
}
