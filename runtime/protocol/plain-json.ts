/** Converts a graph's values to JSON that is safe to send and to store: LangChain messages flat, never in their `lc` form. */
import { messageOf, nameOf } from "../../language/issues/thrown.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import { writtenNumber } from "../../language/schema/json-text.ts";
import { isAwaitsChildren } from "../../nodes/composite/own-threads.ts";
import { isAwaitsTime } from "../../nodes/sleep.ts";

/** For JSON.stringify: `toJSON` has already run on `value`, so a message is read from its holder. */
function replacer(this: unknown, key: string, value: unknown): unknown {
  const raw = Array.isArray(this) ? this[Number(key)] : isRecord(this) ? this[key] : value;
  if (isRecord(raw) && "toDict" in raw && typeof raw.toDict === "function") {
    const { type, data } = raw.toDict();
    return { ...data, type };
  }
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return Number.isFinite(value) ? writtenNumber(value) : { __type: "number", value: String(value) };
  if (typeof raw === "object" && raw !== null) {
    const named = namedValue(raw);
    if (named) return named;
  }
  // Postgres takes neither NUL nor half a surrogate pair into jsonb
  return typeof value === "string" ? value.replaceAll("\0", "").toWellFormed() : value;
}

/** What JSON would show as an empty object, or as something else, under its own name. */
function namedValue(value: object): object | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === Array.prototype) return undefined;
  if (value instanceof Map) return { __type: "Map", value: [...value] };
  if (value instanceof Set) return { __type: "Set", value: [...value] };
  if (value instanceof RegExp) return { __type: "RegExp", value: String(value) };
  if (value instanceof Error) return { __type: nameOf(value), value: messageOf(value) };
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? { __type: "Date", value: "Invalid Date" } : undefined;
  if (value instanceof Uint8Array) return { __type: value.constructor.name, value: Buffer.from(value).toString("base64") };
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return { __type: value.constructor.name, value: Array.from(value as Int32Array, String) };
  return undefined;
}

export function plainText(value: unknown): string {
  return JSON.stringify(value ?? null, replacer);
}

/** The same value as it is sent and stored. */
export function plainJson<Value>(value: Value): Value {
  return JSON.parse(plainText(value));
}

const plainMessages = new WeakMap<object, unknown>();

/** plainJson of a graph's values. A message that many states of a thread share is converted once: nobody changes what this returns. */
export function plainValues(values: unknown): unknown {
  if (!isRecord(values) || !Object.values(values).some(isMessages)) return plainJson(values);
  const entries = Object.entries(values);
  const others: Record<string, unknown> = plainJson(
    Object.fromEntries(entries.map(([name, value]) => [name, isMessages(value) ? [] : value])),
  );
  for (const [name, value] of entries) if (isMessages(value)) others[name] = value.map(plainMessage);
  return others;
}

function plainMessage(message: object): unknown {
  const plain = plainMessages.get(message) ?? plainJson(message);
  plainMessages.set(message, plain);
  return plain;
}

const isMessages = (value: unknown): value is object[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((item) => isRecord(item) && "toDict" in item && typeof item.toDict === "function");

/** LangGraph's and Signalbox's own names; `__interrupt__` and `__error__` are part of the protocol. */
const isInternal = (name: string): boolean => name.startsWith("__") && name !== "__interrupt__" && name !== "__error__";

/** Leaves out internal channels and vertices. */
export function withoutInternal(values: Readonly<Record<string, unknown>>): Record<string, unknown>;
export function withoutInternal(values: unknown): unknown;
export function withoutInternal(values: unknown): unknown {
  if (!isRecord(values)) return values;
  const shown = Object.entries(values).filter(([name]) => !isInternal(name));
  return Object.fromEntries(
    shown.map(([name, value]) => [name, name === "__interrupt__" ? withoutWaits(value) : value]).filter(([, value]) => value !== OMIT),
  );
}

const OMIT = Symbol("omit");

/** A node that waits for child threads, or for a time, does not ask a person. */
function withoutWaits(interrupts: unknown): unknown {
  if (!Array.isArray(interrupts)) return interrupts;
  const asked = interrupts.filter(
    (interrupt) => !(isRecord(interrupt) && (isAwaitsChildren(interrupt.value) || isAwaitsTime(interrupt.value))),
  );
  return asked.length === 0 && interrupts.length > 0 ? OMIT : asked;
}
