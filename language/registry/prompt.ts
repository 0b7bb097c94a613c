/** Prompts: `{name}` stands for an argument or a constant, `{{` and `}}` for braces. Nothing else is interpreted. */

const part = /\{\{|\}\}|\{([a-zA-Z][a-zA-Z0-9_]*)\}/g;

/**
 * The names that a prompt contains as `{name}`, each once.
 * @example
 * promptNames("Answer {customer}: {message}"); // ["customer", "message"]
 */
export function promptNames(prompt: string): string[] {
  return [...new Set([...prompt.matchAll(part)].flatMap(([, name]) => (name === undefined ? [] : [name])))];
}

/**
 * The prompt with its values. Text is inserted unchanged, other values as JSON, and missing ones as nothing. `{{` and `}}` are braces.
 * @example
 * fillPrompt("Answer {customer}: {message}", { customer: "Ann", message: "hello" }); // "Answer Ann: hello"
 */
export function fillPrompt(prompt: string, values: Readonly<Record<string, unknown>>): string {
  return prompt.replace(part, (whole, name: string | undefined) => {
    if (name === undefined) return whole.charAt(0);
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return shown(value);
  });
}

/** In a text of the declaration itself a source may also be one field of a channel. */
const sourcePart = /\{\{|\}\}|\{([a-zA-Z][\w-]*(?:\.[\w-]+)*)\}/g;

/** The channels, and fields of channels, that a text contains as `{order.id}`, each once. */
export function textSources(text: string): string[] {
  return [...new Set([...text.matchAll(sourcePart)].flatMap(([, source]) => (source === undefined ? [] : [source])))];
}

/** The text with their values, by the rules of prompts. */
export const fillText = (text: string, read: (source: string) => unknown): string =>
  text.replace(sourcePart, (whole, source: string | undefined) => (source === undefined ? whole.charAt(0) : shown(read(source))));

const shown = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
