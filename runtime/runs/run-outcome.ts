/** The result of a run that has ended, from the tables alone. */
import { findOpenInterrupts } from "../../persistence/statements/interrupts/seen-interrupts.ts";
import type { RunFailure, RunRow } from "../../persistence/statements/runs/rows.ts";
import { findThread } from "../../persistence/statements/threads/find-thread.ts";
import type { Services } from "../services.ts";

export type RunOutcome = { readonly failure: RunFailure } | { readonly values: Readonly<Record<string, unknown>> | null };

/** After a question the values are the question alone, as LangGraph's last `values` event is. */
export async function outcomeOf({ database }: Services, run: RunRow): Promise<RunOutcome> {
  if (run.error) return { failure: run.error };
  const open = await findOpenInterrupts(database.sql, run.thread_id);
  if (open.length > 0) return { values: { __interrupt__: open.map(({ id, payload }) => ({ id, value: payload })) } };
  const thread = await findThread(database.sql, run.thread_id);
  return { values: thread?.last_values ?? null };
}
