/** The `@example` blocks of the public factories, as modules that can be compiled and run. */
import { readdirSync, readFileSync } from "node:fs";

const root = new URL("../../", import.meta.url);

export interface DocExample {
  /** What it is an example of. */
  readonly name: string;
  readonly code: string;
}

/** Every example of `language/`, in the order of its files. */
export function docExamples(): DocExample[] {
  const files = readdirSync(new URL("language/", root), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  return files.flatMap((file) => examplesIn(readFileSync(new URL(`language/${file}`, root), "utf8")));
}

const docBlock = /\/\*\*((?:(?!\*\/)[\s\S])*?@example[\s\S]*?)\*\/\s*export (?:const|function) (\w+)/g;

function examplesIn(source: string): DocExample[] {
  return [...source.matchAll(docBlock)].map(([, comment = "", name = ""]) => ({ name, code: codeOf(comment) }));
}

function codeOf(comment: string): string {
  const lines = (comment.split("@example")[1] ?? "").split("\n").map((line) => line.replace(/^\s*\* ?/, ""));
  return lines.join("\n").trim();
}

const publicNames = "agent, channel, list, messages, model, question, rawGraph, router, setup, task, tool";

/** One module of all examples. `from` is where the imports of the language lead. */
export function moduleOf(examples: readonly DocExample[], from: string): string {
  const blocks = examples.map(({ name, code }) => `// ${name}\n{\n${code.replaceAll(/^export /gm, "")}\n}`);
  return [`import { z } from "zod";`, `import { ${publicNames} } from "${from}";`, ...blocks, ""].join("\n");
}
