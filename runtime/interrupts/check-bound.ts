/** Refuses a decision on what has changed since it was shown: the channels that the question binds. */
import type { CompiledGraph } from "../../compile/compile-graph.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import { isQuestionPayload } from "../../nodes/interrupt/question-payload.ts";
import type { InterruptRow } from "../../persistence/statements/interrupts/find-interrupt.ts";
import { plainJson, withoutInternal } from "../protocol/plain-json.ts";
import { boundHash } from "./question-hashes.ts";

/** Nothing else can change them before the claim: edits and runs are refused while the question is open. */
export async function checkBound(graph: CompiledGraph, interrupt: InterruptRow): Promise<void> {
  const { id, payload, bound_hash, thread_id } = interrupt;
  if (bound_hash === null || !isQuestionPayload(payload)) return;
  const { values } = await graph.getState({ configurable: { thread_id } });
  if (boundHash(payload, plainJson(withoutInternal(values))) === bound_hash) return;
  const channels = payload.bind ?? [];
  throw new SignalboxError("SHOWN_STATE_CHANGED", `Interrupt ${id}: ${channels.join(", ")} changed since it was shown.`, {
    interrupt: id,
    channels,
  });
}
