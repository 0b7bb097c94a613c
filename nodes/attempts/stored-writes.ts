/** Refuses a node's write that is too large or could not be read back as it is, and reports node, channel and place. */
import { isBaseMessage } from "@langchain/core/messages";
import { SignalboxError } from "../../language/issues/errors.ts";
import { walkStorable } from "../../language/schema/storable.ts";
import type { Call, Outcome } from "../call/kind.ts";
import { failed } from "./run-attempts.ts";

/** LangChain's messages are restored as messages; their contents must be plain JSON. */
const known = (value: object): unknown => (isBaseMessage(value) ? value.toDict().data : undefined);

/** The outcome, unless its writes cannot be stored: that is a failure of the node, which its error edge takes. */
export function storedOutcome(call: Call, outcome: Outcome): Outcome {
  const wrong = outcome.writes && wrongWrite(call, outcome.writes);
  return wrong ? failed(call, wrong) : outcome;
}

function wrongWrite({ graph, name, ports, scope }: Call, writes: Readonly<Record<string, unknown>>): SignalboxError | undefined {
  for (const [channel, value] of Object.entries(writes)) {
    const { unstorable, size } = walkStorable(value, { known });
    const facts = { node: name, channel };
    if (unstorable) {
      const place = [channel, ...unstorable.path].join(".");
      const message = `node "${name}" wrote a value to channel "${channel}" that cannot be stored, at ${place}: ${unstorable.problem}.`;
      return new SignalboxError("UNSTORABLE_STATE", message, { ...facts, path: unstorable.path });
    }
    const { warnAt, refuseAt } = ports.stateSize({ graph, node: name });
    if (size > refuseAt) {
      const message = `node "${name}" wrote about ${size} characters to channel "${channel}"; the limit is ${refuseAt}. Store the value elsewhere and write a reference to it.`;
      return new SignalboxError("STATE_TOO_LARGE", message, { ...facts, size });
    }
    if (size > warnAt) ports.log.warn("a node writes a large value", { ...facts, size, refuseAt, thread: scope.threadId, run: scope.run });
  }
  return undefined;
}
