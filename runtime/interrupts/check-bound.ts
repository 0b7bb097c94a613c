/** Refuses a decision on what has changed since it was shown: the channels that the question binds. */
import type { CompiledGraph } from "../../compile/compile-graph.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import { isQuestionPayload } from "../../nodes/interrupt/question-payload.ts";
import type { InterruptRow } from "../../persistence/statements/interrupts/rows.ts";
import { plainJson, withoutInternal } from "../protocol/plain-json.ts";
import type { CheckedDecision } from "./decision.ts";
import { boundHash } from "./question-hashes.ts";

/** Before the lock. Resolves to the checkpoint that was read; undefined if the question binds nothing. */
export async function checkBound(graph: CompiledGraph, interrupt: InterruptRow): Promise<string | undefined> {
  const { payload, bound_hash, thread_id } = interrupt;
  if (bound_hash === null || !isQuestionPayload(payload)) return undefined;
  const { values, config } = await graph.getState({ configurable: { thread_id } });
  if (boundHash(payload, plainJson(withoutInternal(values))) !== bound_hash) throw shownStateChanged(interrupt);
  return config.configurable?.checkpoint_id;
}

/** Under the lock: no checkpoint has been added since. */
export function assertStillBound({ interrupt, boundAt }: CheckedDecision): void {
  if (boundAt !== undefined && boundAt !== interrupt.head) throw shownStateChanged(interrupt);
}

function shownStateChanged({ id, payload }: InterruptRow): SignalboxError {
  const channels = isQuestionPayload(payload) ? (payload.bind ?? []) : [];
  return new SignalboxError("SHOWN_STATE_CHANGED", `Interrupt ${id}: ${channels.join(", ")} changed since it was shown.`, {
    interrupt: id,
    channels,
  });
}
