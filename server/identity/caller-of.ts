/** Who sends a request. `authenticate` has found it out before any route; a WebSocket upgrade does the same with its plain request. */
import type { IncomingMessage } from "node:http";
import type { Caller } from "../../runtime/identity/caller.ts";

const callers = new WeakMap<IncomingMessage, Caller>();

export function setCaller(request: IncomingMessage, caller: Caller): void {
  callers.set(request, caller);
}

/** Undefined on routes that are open to everybody. */
export const knownCaller = (request: IncomingMessage): Caller | undefined => callers.get(request);

/** Never guessed: a request that has passed no authentication has no caller. */
export function callerOf(request: IncomingMessage): Caller {
  const caller = callers.get(request);
  if (!caller) throw new Error(`${request.method} ${request.url} has reached its route without authentication.`);
  return caller;
}
