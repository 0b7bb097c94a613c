/** The result of a run that has ended, from the tables alone. */
import { isRecord } from "../../language/schema/is-record.ts";
import { asAskedToday } from "../../nodes/agent/approval/as-asked-today.ts";
import { findDefinition } from "../../persistence/statements/definitions/find-definition.ts";
import type { InterruptRow } from "../../persistence/statements/interrupts/rows.ts";
import { findOpenInterrupts } from "../../persistence/statements/interrupts/seen-interrupts.ts";
import type { RunFailure, RunRow } from "../../persistence/statements/runs/rows.ts";
import type { ThreadRow } from "../../persistence/statements/threads/rows.ts";
import { readStored } from "../event-log/event-decoder.ts";
import type { RunEvent } from "../event-log/log-event.ts";
import type { PlainEnd } from "../event-log/plain-ends.ts";
import type { Acting } from "../identity/acting.ts";
import { withLongLists } from "../limits/long-lists.ts";

export type RunOutcome = { readonly failure: RunFailure } | { readonly values: Readonly<Record<string, unknown>> | null };

/** After a question the values are the question alone, as LangGraph's last `values` event is. */
export async function outcomeOf({ database, saver }: Acting, run: RunRow, thread: ThreadRow | undefined): Promise<RunOutcome> {
  if (run.error) return { failure: run.error };
  if (!thread) return { values: null };
  const waits = Object.keys(thread.interrupts).length > 0;
  const open = waits ? await findOpenInterrupts(database.sql, thread.id) : [];
  if (open.length > 0) return { values: { __interrupt__: open.map(asked) } };
  return { values: (await withLongLists(saver, thread)).last_values };
}

const asked = ({ id, payload, response_schema }: InterruptRow) => ({
  id,
  value: asAskedToday(payload),
  ...(response_schema !== null && { response_schema }),
});

/** The last `values` or `error` that a run emitted; undefined if there is none. */
export async function storedResult({ events }: Acting, run: RunRow): Promise<Pick<RunEvent, "event" | "data"> | undefined> {
  if (run.result === null) return undefined;
  return readStored(events.decoding, { threadId: run.thread_id, stored: run.result });
}

/** Of the values of a declared graph those that it names as its output, as LangGraph's `invoke` gives them. The state has all of them. */
export async function withOutputAlone(
  services: Acting,
  { graphId, definition }: Pick<PlainEnd, "graphId" | "definition">,
  values: unknown,
): Promise<unknown> {
  if (!isRecord(values) || "__interrupt__" in values || "__error__" in values) return values;
  const output = await outputOf(services, graphId, definition);
  return output ? Object.fromEntries(Object.entries(values).filter(([channel]) => output.includes(channel))) : values;
}

/** Of the thread's own definition, also when today's code no longer fits it. Undefined: all. */
async function outputOf({ database, graphs }: Acting, graphId: string, hash: string | null): Promise<readonly string[] | undefined> {
  if (hash === null) return undefined;
  const today = graphs.ids.includes(graphId) && graphs.has(graphId) ? graphs.declared(graphId) : undefined;
  if (today?.definition.hash === hash) return today.declaration.graph.output;
  return (await findDefinition(database.sql, hash))?.canonical.output;
}
