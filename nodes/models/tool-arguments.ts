/** The arguments of a tool call as an object, however the provider wrote them. Never guesses: what was cut off or is ambiguous stays unreadable. */
import { isRecord } from "../../language/schema/is-record.ts";

/** Undefined where they are not one JSON object. Nothing at all is a call without arguments. */
export function readArguments(written: unknown): Readonly<Record<string, unknown>> | undefined {
  if (written === undefined || written === null) return {};
  if (typeof written !== "string") return isRecord(written) ? written : undefined;
  const text = written.trim();
  if (text === "" || text === "null") return {};
  // some servers begin a stream of arguments with an empty object
  const value = parsed(text) ?? parsed(objectIn(text.replace(/^\{\}/, "")));
  // some servers encode them twice
  return typeof value === "string" ? readTwice(value) : isRecord(value) ? value : undefined;
}

function readTwice(text: string): Readonly<Record<string, unknown>> | undefined {
  const value = parsed(text);
  return isRecord(value) ? value : undefined;
}

/** The one object in a text with something around it, such as a code fence or the model's own marks. */
function objectIn(text: string): string {
  const start = text.indexOf("{");
  const end = start < 0 ? -1 : endOfObject(text, start);
  const hasOther = text.slice(end + 1).includes("{");
  return end < 0 || hasOther ? "" : text.slice(start, end + 1);
}

/** Where the object that begins at `start` is closed; -1 if it is not. */
function endOfObject(text: string, start: number): number {
  let depth = 0;
  let isText = false;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (isText && char === "\\") at += 1;
    else if (char === '"') isText = !isText;
    else if (!isText && char === "{") depth += 1;
    else if (!isText && char === "}") depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
