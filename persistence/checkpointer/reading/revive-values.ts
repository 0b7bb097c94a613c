/** Makes messages of what LangGraph's serializer wrote, in one pass. LangGraph's own reading takes each message apart three times. */
import * as messages from "@langchain/core/messages";
import { DeltaSnapshot } from "@langchain/langgraph-checkpoint";
import { isRecord } from "../../../language/schema/is-record.ts";

/** What is rare is left to LangGraph: whoever calls `revive` gets this, and reads the text again. */
export class NotRevived extends Error {}

type MessageClass = new (fields: object) => messages.BaseMessage;

/** How LangChain names the fields of a class in JSON: most in snake case, some by an alias. */
interface Revived {
  readonly make: MessageClass;
  readonly aliases: ReadonlyMap<string, string>;
}

/** By the last part of their ids. */
const classes = new Map(
  Object.entries(messages).flatMap(([name, value]): [string, Revived][] =>
    isMessageClass(value) && value.name === name ? [[name, { make: value, aliases: aliasesOf(value) }]] : [],
  ),
);

function isMessageClass(value: unknown): value is MessageClass {
  // `instanceof` would ask whether the prototype is a message itself
  return typeof value === "function" && Object.prototype.isPrototypeOf.call(messages.BaseMessage.prototype, value.prototype);
}

function aliasesOf(of: MessageClass): Map<string, string> {
  const aliases = new Map<string, string>();
  for (let prototype: unknown = of.prototype; isRecord(prototype); prototype = Object.getPrototypeOf(prototype))
    for (const [field, alias] of Object.entries(prototype.lc_aliases ?? {})) aliases.set(String(alias), field);
  return aliases;
}

/** May change `value`, which comes from JSON.parse. @throws NotRevived */
export function revive(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) if (typeof item === "object") value[index] = revive(item);
    return value;
  }
  const record = value as Record<string, unknown>; // of JSON
  if ("lc" in record) return reviveMark(record);
  for (const key in record) {
    const item = record[key];
    if (typeof item !== "object" || item === null) continue;
    const revived = revive(item);
    if (revived !== item) record[key] = revived;
  }
  return record;
}

function reviveMark(mark: Readonly<Record<string, unknown>>): unknown {
  if (mark.lc === 1 && mark.type === "constructor") return messageOf(mark);
  if (mark.lc === 2 && mark.type === "undefined") return undefined;
  if (mark.lc === 2 && mark.type === "delta_snapshot") return new DeltaSnapshot(revive(mark.value));
  throw new NotRevived();
}

function messageOf({ id, kwargs }: Readonly<Record<string, unknown>>): messages.BaseMessage {
  const isMessage = Array.isArray(id) && id.length === 3 && id[0] === "langchain_core" && id[1] === "messages";
  const found = isMessage ? classes.get(id[2]) : undefined;
  if (!found || !isRecord(kwargs)) throw new NotRevived();
  const fields: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(kwargs)) {
    if (isUndefined(value)) continue;
    requirePlain(value, 0);
    fields[found.aliases.get(key) ?? camelCase(key)] = value;
  }
  return new found.make(fields);
}

const isUndefined = (value: unknown): boolean => isRecord(value) && value.lc === 2 && value.type === "undefined";

/** LangChain reads no deeper. */
const MOST_LEVELS = 40;

/** Inside of a message nothing has a class: LangChain would read it by rules of its own. */
function requirePlain(value: unknown, level: number): void {
  if (typeof value !== "object" || value === null) return;
  if (level > MOST_LEVELS || "lc" in value || "__lc_escaped__" in value) throw new NotRevived();
  for (const item of Object.values(value)) requirePlain(item, level + 1);
}

/** As LangChain's own: `tool_call_id` is `toolCallId`, unless the class has an alias for it. */
const camelCase = (key: string): string =>
  /[-_\s]/.test(key)
    ? key
        .trim()
        .replace(/[-_\s]+/g, "_")
        .toLowerCase()
        .replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    : key;
