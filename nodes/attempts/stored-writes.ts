/** Refuses what a node writes when it could not be read back as it is, or is too large: by node, channel and place. */
import { isBaseMessage } from "@langchain/core/messages";
import { SignalboxError } from "../../language/issues/errors.ts";
import { walkStorable } from "../../language/schema/storable.ts";
import type { Call, Outcome } from "../call/kind.ts";
import { failed } from "./run-attempts.ts";

/** LangChain's messages are read back as what they are; what they carry must be plain. */
const known = (value: object): unknown => (isBaseMessage(value) ? value.toDict().data : undefined);

/** The outcome, unless its writes cannot be stored: that is a failure of the node, which its error edge takes. */
export function storedOutcome(call: Call, outcome: Outcome): Outcome {
  const wrong = outcome.writes && wrongWrite(call, outcome.writes);
  return wrong ? failed(call, wrong) : outcome;
}

function wrongWrite({ name, ports, scope }: Call, writes: Readonly<Record<string, unknown>>): SignalboxError | undefined {
  for (const [channel, value] of Object.entries(writes)) {
    const { unstorable, size } = walkStorable(value, { known });
    const facts = { node: name, channel };
    if (unstorable) {
      const place = [channel, ...unstorable.path].join(".");
      const message = `node "${name}" wrote to channel "${channel}" what cannot be stored, at ${place}: ${unstorable.problem}.`;
      return new SignalboxError("UNSTORABLE_STATE", message, { ...facts, path: unstorable.path });
    }
    const { warnAt, refuseAt } = ports.stateSize;
    if (size > refuseAt) {
      const message = `node "${name}" wrote about ${size} characters to channel "${channel}", and ${refuseAt} are the most. Store it elsewhere, and write where it is.`;
      return new SignalboxError("STATE_TOO_LARGE", message, { ...facts, size });
    }
    if (size > warnAt) ports.log.warn("a node writes much state", { ...facts, size, refuseAt, thread: scope.threadId, run: scope.run });
  }
  return undefined;
}
