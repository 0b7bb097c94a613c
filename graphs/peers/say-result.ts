/** Says a tool's JSON result as a sentence, from its field names alone. */

export function sayResult(json: string): string {
  const failure = /^error [A-Z_]+: (.*)$/s.exec(json)?.[1];
  if (failure !== undefined) return `I could not do that: ${failure}.`;
  const value: unknown = JSON.parse(json);
  const entries = Array.isArray(value) ? value : [value];
  if (entries.length === 0) return "I found nothing about that.";
  const said = entries.map(sayEntry).join("; ");
  return `${said.slice(0, 1).toUpperCase()}${said.slice(1)}.`;
}

function sayEntry(entry: unknown): string {
  if (typeof entry !== "object" || entry === null) return String(entry);
  return Object.entries(entry)
    .map(([name, value]) => sayField(name, value))
    .join(", ");
}

/** `monthCents: 10800` → "month: $108.00" */
function sayField(name: string, value: unknown): string {
  if (typeof value === "boolean") return value ? name : `not ${name}`;
  if (!name.endsWith("Cents") || typeof value !== "number") return `${name}: ${value}`;
  return `${name.slice(0, -"Cents".length)}: $${(value / 100).toFixed(2)}`;
}
