/** Refuses input that is too large, or that could not be stored and read back unchanged, before it is used. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { walkStorable } from "../../language/schema/storable.ts";
import type { Services } from "../services.ts";

/** `what` is its place in the request: `input`, `values`, `metadata`. */
export function refuseUnstorable({ stateSize: { refuseAt } }: Pick<Services, "stateSize">, what: string, value: unknown): void {
  const { unstorable, size } = walkStorable(value);
  if (size > refuseAt)
    throw new SignalboxError("STATE_TOO_LARGE", `${what} has about ${size} characters, and ${refuseAt} are the most.`, {
      path: [what],
      size,
    });
  if (!unstorable) return;
  const path = [what, ...unstorable.path];
  throw new SignalboxError("INVALID_INPUT", `${path.join(".")}: ${unstorable.problem}`, { path });
}
