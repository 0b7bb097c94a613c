/** The `@example` of a public value as a module: it imports the names that it uses and does not import itself. */
import type { PublicValue } from "./reference.ts";

/** Values of a user's application that examples name. */
const CONTEXT = ["database", "peers", "runtime", "supportDesk"];

export interface ExampleModule {
  /** `signalbox/runtime compileGraph`. */
  readonly name: string;
  readonly file: string;
  readonly code: string;
}

/** `context` is the module that exports the names of an application. */
export function exampleModules(values: readonly PublicValue[], context: string): ExampleModule[] {
  return values.flatMap(({ entry, name, examples }) =>
    examples.map((code, index) => ({
      name: `${entry} ${name}`,
      file: `${entry.replaceAll("/", "-")}-${name}${index === 0 ? "" : `-${index}`}.ts`,
      code: [...importsFor(code, values, context), code, "export {};", ""].join("\n"),
    })),
  );
}

function importsFor(code: string, values: readonly PublicValue[], context: string): string[] {
  if (/^import /m.test(code)) return [];
  const isUsed = (name: string): boolean => new RegExp(`(?<![\\w.])${name}\\b(?!:)`).test(code) && !declares(code, name);
  const entries = [...new Set(values.map(({ entry }) => entry))];
  const lines = entries.flatMap((entry) => {
    const names = values.filter((value) => value.entry === entry && value.name !== "default" && isUsed(value.name)).map(({ name }) => name);
    return names.length === 0 ? [] : [`import { ${names.join(", ")} } from "${entry}";`];
  });
  const ofContext = CONTEXT.filter(isUsed);
  return [
    ...lines,
    ...(/\bz\./.test(code) ? ['import { z } from "zod";'] : []),
    ...(/\bexpect\(/.test(code) ? ['import { expect } from "vitest";'] : []),
    ...(ofContext.length > 0 ? [`import { ${ofContext.join(", ")} } from "${context}";`] : []),
  ];
}

const declares = (code: string, name: string): boolean =>
  new RegExp(`\\b(const|let) (\\{[^}]*\\b${name}\\b[^}]*\\}|${name}\\b)`).test(code);
