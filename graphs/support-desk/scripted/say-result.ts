/** Says a tool's JSON result as a sentence, from its field names alone. */
import { dollars } from "../money.ts";

export function sayResult(json: string): string {
  const failure = /^error [A-Z_]+: (.*)$/s.exec(json)?.[1];
  if (failure !== undefined) return `I could not do that: ${failure}.`;
  const value = parse(json);
  const entries = Array.isArray(value) ? value : [value];
  if (entries.length === 0) return "I found nothing about that.";
  const said = entries.map(sayEntry).join("; ");
  return `${said.slice(0, 1).toUpperCase()}${said.slice(1)}.`;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

function sayEntry(entry: unknown): string {
  if (typeof entry !== "object" || entry === null) return String(entry);
  return Object.entries(entry)
    .map(([name, value]) => sayField(name, value))
    .join(", ");
}

/** `balanceCents: 120` → "balance $1.20" */
function sayField(name: string, value: unknown): string {
  const label = name.replaceAll(/([A-Z])/g, " $1").toLowerCase();
  if (label.endsWith(" cents") && typeof value === "number") return `${label.slice(0, -" cents".length)} ${dollars(value)}`;
  if (label.endsWith(" percent")) return `${label.slice(0, -" percent".length)} ${value} %`;
  return `${label} ${value}`;
}
