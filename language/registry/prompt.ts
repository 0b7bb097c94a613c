/** Prompts: `{name}` stands for an argument or a constant, `{{` and `}}` for braces. Nothing else is interpreted. */

const part = /\{\{|\}\}|\{([a-zA-Z][a-zA-Z0-9_]*)\}/g;

/** The names that a prompt mentions, each once. */
export function promptNames(prompt: string): string[] {
  return [...new Set([...prompt.matchAll(part)].flatMap(([, name]) => (name === undefined ? [] : [name])))];
}

/** The prompt with its values. Text stands as it is, anything else as JSON; what is absent is empty. */
export function fillPrompt(prompt: string, values: Readonly<Record<string, unknown>>): string {
  return prompt.replace(part, (whole, name: string | undefined) => {
    if (name === undefined) return whole[0] as string;
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  });
}
