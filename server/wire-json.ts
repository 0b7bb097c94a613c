/** How values become JSON on the wire: LangChain messages flat (`{content, type, id, …}`), never in their `lc` form. */

/** A replacer for JSON.stringify: `toJSON` has already run on `value`, so the message itself is read from its holder. */
export function flatMessages(this: unknown, key: string, value: unknown): unknown {
  const raw = (this as Record<string, unknown>)[key];
  if (typeof raw !== "object" || raw === null || !("toDict" in raw) || typeof raw.toDict !== "function") return value;
  const { type, data } = raw.toDict() as { type: string; data: Record<string, unknown> };
  return { ...data, type };
}

export function wireJson(value: unknown): string {
  return JSON.stringify(value ?? null, flatMessages);
}
