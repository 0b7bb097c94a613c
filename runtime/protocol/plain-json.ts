/** Turns a graph's values into JSON that is safe to send and to store: LangChain messages flat, never in their `lc` form. */
import { isAwaitsChildren } from "../../nodes/composite/own-threads.ts";

/** For JSON.stringify: `toJSON` has already run on `value`, so a message is read from its holder. */
function replacer(this: unknown, key: string, value: unknown): unknown {
  const raw = (this as Record<string, unknown>)[key];
  if (typeof raw === "object" && raw !== null && "toDict" in raw && typeof raw.toDict === "function") {
    const { type, data } = raw.toDict() as { type: string; data: Record<string, unknown> };
    return { ...data, type };
  }
  if (typeof value === "bigint") return value.toString();
  // Postgres takes neither NUL nor half a surrogate pair into jsonb
  return typeof value === "string" ? value.replaceAll("\0", "").toWellFormed() : value;
}

export function plainText(value: unknown): string {
  return JSON.stringify(value ?? null, replacer);
}

export function plainJson<T = unknown>(value: unknown): T {
  return JSON.parse(plainText(value)) as T;
}

/** LangGraph's and Signalbox's own names; `__interrupt__` and `__error__` are part of the protocol. */
const isInternal = (name: string): boolean => name.startsWith("__") && name !== "__interrupt__" && name !== "__error__";

/** Leaves out what is nobody's business outside: internal channels and vertices. */
export function withoutInternal<T>(values: T): T {
  if (typeof values !== "object" || values === null || Array.isArray(values)) return values;
  const shown = Object.entries(values).filter(([name]) => !isInternal(name));
  return Object.fromEntries(
    shown.map(([name, value]) => [name, name === "__interrupt__" ? withoutWaits(value) : value]).filter(([, value]) => value !== NOBODY),
  ) as T;
}

const NOBODY = Symbol("nobody is asked");

/** A node that waits for child threads asks nobody. */
function withoutWaits(interrupts: unknown): unknown {
  if (!Array.isArray(interrupts)) return interrupts;
  const asked = interrupts.filter((interrupt: { value?: unknown }) => !isAwaitsChildren(interrupt.value));
  return asked.length === 0 && interrupts.length > 0 ? NOBODY : asked;
}
