/** Carries out the commands of protocol v2, for HTTP and the WebSocket alike. Those of subscriptions are the connection's own. */
import type { z } from "zod";
import type { Caller } from "../../runtime/identity/caller.ts";
import type { RunRequest } from "../../runtime/protocol/run-request.ts";
import type { ProtocolV2, RespondRequest } from "../../runtime/protocol-v2/protocol-v2.ts";
import { parseValue } from "../http/parse.ts";
import { type CommandError, commandError, isOurFault, type Meta, refusedCommand } from "./command-errors.ts";
import { type CommandParams, commandBody, paramsOf, UNSUPPORTED } from "./command-schemas.ts";
import { refuseWithoutScopes } from "./command-scopes.ts";

export type Command = z.output<typeof commandBody>;

export interface CommandSuccess {
  readonly type: "success";
  readonly id: number;
  readonly result: unknown;
  readonly meta: Meta;
}

export interface Commanded {
  readonly v2: ProtocolV2;
  readonly threadId: string;
  readonly caller: Caller;
  /** Of the request or the upgrade. */
  readonly from: Pick<RunRequest, "headers">;
  readonly onError: (error: unknown) => void;
}

/** What a connection can do besides. */
export type OwnCommands = Readonly<Record<string, (command: Command) => unknown>>;

/** Never rejects: every command has an answer. */
export async function answerTo(commanded: Commanded, text: unknown, own: OwnCommands = {}): Promise<CommandSuccess | CommandError> {
  let id: number | null = null;
  let meta: Meta | undefined;
  try {
    const command = parseValue(commandBody, text);
    id = command.id;
    const { method } = command;
    const act = Object.hasOwn(own, method) ? own[method] : Object.hasOwn(acts, method) ? acts[method as keyof typeof acts] : undefined;
    if (act) refuseWithoutScopes(commanded.caller, command);
    meta = { thread_id: commanded.threadId, applied_through_seq: await commanded.v2.appliedThrough(commanded.threadId) };
    if (!act) return { ...refused(id, method), meta };
    return { type: "success", id, result: await act(command, commanded), meta };
  } catch (error) {
    if (isOurFault(error)) commanded.onError(error);
    return { ...commandError(id, error), ...(meta && { meta }) };
  }
}

function refused(id: number, method: string): CommandError {
  const instead = Object.hasOwn(UNSUPPORTED, method) ? UNSUPPORTED[method] : undefined;
  if (instead !== undefined) return refusedCommand(id, "not_supported", `This version does not support ${method}: ${instead}`);
  if (Object.hasOwn(paramsOf, method))
    return refusedCommand(id, "not_supported", `${method} is a command of the WebSocket: over HTTP each stream is a subscription`);
  return refusedCommand(id, "unknown_command", `Unknown command "${method}": send ${Object.keys(paramsOf).join(", ")}`);
}

/** The parameters of a command. @throws INVALID_INPUT */
export const parsedParams = <Method extends keyof typeof paramsOf>(method: Method, { params }: Command): CommandParams<Method> =>
  parseValue(paramsOf[method], params ?? {}, ["params"]) as CommandParams<Method>;

const acts = {
  "run.start": async (command: Command, { v2, threadId, from }: Commanded) => {
    const { multitaskStrategy, multitask_strategy = multitaskStrategy, config, metadata, ...start } = parsedParams("run.start", command);
    const strategy = multitask_strategy && { multitask_strategy };
    return { run_id: await v2.start(threadId, { ...start, ...from, ...given({ config, metadata }), ...strategy }) };
  },
  "input.respond": async (command: Command, { v2, threadId, from }: Commanded) => {
    const { update, goto, on_behalf_of, config, metadata, ...answers } = parsedParams("input.respond", command);
    const all = "responses" in answers ? answers.responses : [answers];
    const responses = Object.fromEntries(all.map(({ interrupt_id, response }) => [interrupt_id, response]));
    await v2.respond(threadId, { responses, update, goto, on_behalf_of, ...from, ...given({ config, metadata }) });
    return {};
  },
  "state.get": (command: Command, { v2, threadId }: Commanded) => v2.state(threadId, parsedParams("state.get", command)),
  "agent.getTree": async (command: Command, { v2, threadId }: Commanded) => {
    parsedParams("agent.getTree", command);
    return { tree: await v2.tree(threadId) };
  },
};

/** Clients send null for what they have not. */
const given = ({
  config,
  metadata,
}: {
  config?: RunRequest["config"] | null;
  metadata?: RunRequest["metadata"] | null;
}): Pick<RespondRequest, "config" | "metadata"> => ({
  ...(config && { config }),
  ...(metadata && { metadata }),
});
