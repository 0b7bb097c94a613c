/** The copy of a thread's values that its row keeps for listings: long lists, such as conversations, are only in the checkpoint, or each end of a run would write them anew. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import { jsonText } from "../../language/schema/json-text.ts";
import type { FencedSaver } from "../../persistence/checkpointer/saver.ts";
import { channelLeftOut, LEFT_OUT } from "../../persistence/statements/threads/leaves-out.ts";
import type { ThreadHead } from "../../persistence/statements/threads/rows.ts";
import type { TenantSql } from "../../persistence/tenancy/tenant-sql.ts";
import { plainJson } from "../protocol/plain-json.ts";

/** Of JSON, in characters. */
const LONG = 4_096;

interface LeftOut {
  readonly checkpoint: string;
  readonly channels: readonly string[];
  /** Of all values, in their order. */
  readonly order: readonly string[];
}

export interface StoppedValues {
  /** Null before the first checkpoint. A raw LangGraph's state need not be an object. */
  readonly values: unknown;
  /** Of the last checkpoint, the channels whose values are in it as they are here. Undefined before the first. */
  readonly stored?: { readonly checkpoint: string; readonly channels: readonly string[] };
}

/** JSON text for a thread's row; null before the first checkpoint. An earlier program would take what is left out for missing. */
export async function rowValuesOf(saver: FencedSaver, { values, stored }: StoppedValues): Promise<string | null> {
  if (!values) return null;
  if (!isRecord(values) || !stored) return jsonText(values);
  const isLong = (channel: string) =>
    stored.channels.includes(channel) && Array.isArray(values[channel]) && jsonText(values[channel]).length > LONG;
  const channels = Object.keys(values).filter(isLong);
  if (channels.length === 0 || !(await saver.earlierAreGone())) return jsonText(values);
  const leftOut: LeftOut = { checkpoint: stored.checkpoint, channels, order: Object.keys(values) };
  const others = Object.entries(values).filter(([channel]) => !channels.includes(channel));
  return jsonText({ ...Object.fromEntries(others), [LEFT_OUT]: leftOut });
}

type Values = Readonly<Record<string, unknown>>;
type RowOfThread = Pick<ThreadHead, "id" | "last_values">;

function leftOutOf(values: Values | null): { readonly leftOut: LeftOut; readonly others: Values } | undefined {
  if (!values || !(LEFT_OUT in values)) return undefined;
  const { [LEFT_OUT]: leftOut, ...others } = values;
  return { leftOut: leftOut as LeftOut, others }; // written by rowValuesOf
}

/** The same row with all of its values. If the checkpoint was pruned, the lists are those of the newest. */
export async function withLongLists<Row extends RowOfThread>(saver: FencedSaver, row: Row): Promise<Row> {
  const found = leftOutOf(row.last_values);
  if (!found) return row;
  const { leftOut, others } = found;
  const at = { thread_id: row.id, checkpoint_ns: "" };
  const tuple =
    (await saver.getTuple({ configurable: { ...at, checkpoint_id: leftOut.checkpoint } })) ?? (await saver.getTuple({ configurable: at }));
  const lists = Object.fromEntries(leftOut.channels.map((channel) => [channel, tuple?.checkpoint.channel_values[channel] ?? []]));
  const all: Values = { ...plainJson(lists), ...others };
  const order = [...new Set([...leftOut.order, ...Object.keys(all)])].filter((channel) => Object.hasOwn(all, channel));
  return { ...row, last_values: Object.fromEntries(order.map((channel) => [channel, all[channel]])) };
}

/** Of a thread's row, for whoever only asks which channels have a value: an empty list stands for each that is left out. */
export function outlineOf(values: Values | null): Values {
  const found = leftOutOf(values);
  return found ? { ...Object.fromEntries(found.leftOut.channels.map((channel) => [channel, []])), ...found.others } : (values ?? {});
}

/** Threads are searched by what their rows hold. @throws INVALID_INPUT for a list that some of them leave out: they would not be found. */
export async function refuseLongLists(sql: TenantSql, searched: Values | undefined): Promise<void> {
  const lists = Object.keys(searched ?? {}).filter((channel) => Array.isArray(searched?.[channel]));
  const channel = lists.length === 0 ? undefined : await channelLeftOut(sql, lists);
  if (channel === undefined) return;
  const message = `values.${channel}: threads are not searched by a list that is longer than ${LONG} characters on one of them. Search by metadata or by another channel.`;
  throw new SignalboxError("INVALID_INPUT", message, { path: ["values", channel] });
}
