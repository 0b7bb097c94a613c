/** Tells responses that stay open that their caller may no longer have them: each ends as its protocol does. */
import type { IncomingMessage } from "node:http";
import type { SignalboxError } from "../../language/issues/errors.ts";

const losses = new WeakMap<IncomingMessage, AbortController>();

function lossOf(request: IncomingMessage): AbortController {
  const known = losses.get(request);
  if (known) return known;
  const made = new AbortController();
  losses.set(request, made);
  return made;
}

export const loseAccess = (request: IncomingMessage, why: SignalboxError): void => lossOf(request).abort(why);

/** Called at most once, at once if it is lost already. */
export function onAccessLost(request: IncomingMessage, act: (why: SignalboxError) => void): void {
  const { signal } = lossOf(request);
  if (signal.aborted) act(signal.reason);
  else signal.addEventListener("abort", () => act(signal.reason), { once: true });
}
