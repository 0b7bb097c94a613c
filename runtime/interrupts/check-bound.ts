/** Refuses a decision on what has changed since it was shown: the channels that the question binds. */
import type { StateSnapshot } from "@langchain/langgraph";
import type { CompiledGraph } from "../../compile/compile-graph.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import { isQuestionPayload } from "../../nodes/interrupt/question-payload.ts";
import type { FencedSaver } from "../../persistence/checkpointer/saver.ts";
import type { InterruptRow } from "../../persistence/statements/interrupts/rows.ts";
import { plainJson, withoutInternal } from "../protocol/plain-json.ts";
import type { AsShown, CheckedDecision } from "./decision.ts";
import { boundHash } from "./question-hashes.ts";

/** Before the lock. Resolves to the checkpoint that was read; undefined if the question binds nothing. */
export async function checkBound(
  saver: FencedSaver,
  graph: CompiledGraph | undefined,
  interrupt: InterruptRow,
): Promise<string | undefined> {
  const { payload, bound_hash, thread_id } = interrupt;
  if (bound_hash === null || !isQuestionPayload(payload)) return undefined;
  const { values, config } = graph ? await graph.getState({ configurable: { thread_id } }) : await stored(saver, thread_id);
  if (boundHash(payload, plainJson(withoutInternal(values))) !== bound_hash) throw shownStateChanged(interrupt);
  return config.configurable?.checkpoint_id;
}

/** Without the graph: what the checkpoint holds, where a channel that nothing was written to has no value. Then it is refused, never taken by mistake. */
async function stored(saver: FencedSaver, thread: string): Promise<Pick<StateSnapshot, "values" | "config">> {
  const tuple = await saver.getTuple({ configurable: { thread_id: thread } });
  return { values: tuple?.checkpoint.channel_values ?? {}, config: tuple?.config ?? {} };
}

/** Under the lock: no checkpoint has been added since. */
export function assertStillBound({ interrupt, boundAt }: CheckedDecision): void {
  if (boundAt !== undefined && boundAt !== interrupt.head) throw shownStateChanged(interrupt);
}

/** Of an answer that was prepared for a question as it was: it must still ask and show the same. */
export function assertAsShown({ id, question_hash, shown_hash }: InterruptRow, { question, shown }: AsShown): void {
  if (question === question_hash && shown === shown_hash) return;
  const message = `Interrupt ${id} no longer asks or shows what it did when the link was made.`;
  throw new SignalboxError("SHOWN_STATE_CHANGED", message, { interrupt: id });
}

function shownStateChanged({ id, payload }: InterruptRow): SignalboxError {
  const channels = isQuestionPayload(payload) ? (payload.bind ?? []) : [];
  return new SignalboxError("SHOWN_STATE_CHANGED", `Interrupt ${id}: ${channels.join(", ")} changed since it was shown.`, {
    interrupt: id,
    channels,
  });
}
