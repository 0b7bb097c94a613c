/** What must hold of the repository's files, decided by reading them. Nothing of them is run. */
import { z } from "zod";

export const Problem = z.object({
  file: z.string(),
  message: z.string(),
  /** A name that the file uses and no file gives. */
  missing: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;
type Files = Readonly<Record<string, string>>;

const imports = /^import\s+(?:type\s+)?\{([^}]*)\}\s+from\s+"\.\/([^"]+)"/gm;
const declared = /^(?:export\s+)?(?:async\s+)?(?:function|const|class|interface|type)\s+([A-Za-z_$][\w$]*)/gm;
const exported = /^export\s+(?:async\s+)?(?:function|const|class|interface|type)\s+([A-Za-z_$][\w$]*)/gm;
const calledInProse = /`([A-Za-z_$][\w$]*)\(/g;

const all = (pattern: RegExp, text = ""): string[] => [...text.matchAll(pattern)].map(([, name = ""]) => name);

export const problemsIn = (files: Files): Problem[] =>
  Object.entries(files).flatMap(([file, text]) =>
    file.endsWith(".md")
      ? undocumented(file, text, files)
      : [...missingImports(file, text, files), ...declaredTwice(file, text), ...unbalanced(file, text)],
  );

function missingImports(file: string, text: string, files: Files): Problem[] {
  return [...text.matchAll(imports)].flatMap(([, list = "", from = ""]) => {
    const target = files[from];
    if (target === undefined) return [{ file, message: `imports from ${from}, which does not exist` }];
    const names = list.split(",").flatMap((each) => /^(?:type\s+)?([\w$]+)/.exec(each.trim())?.[1] ?? []);
    const given = new Set(all(exported, target));
    return names
      .filter((name) => !given.has(name))
      .map((name) => ({ file, message: `imports ${name} from ${from}, which does not export it`, missing: name }));
  });
}

function declaredTwice(file: string, text: string): Problem[] {
  const names = all(declared, text);
  const twice = new Set(names.filter((name, at) => names.indexOf(name) !== at));
  return [...twice].map((name) => ({ file, message: `declares ${name} twice` }));
}

/** A page may name only functions that exist. */
function undocumented(file: string, text: string, files: Files): Problem[] {
  const given = new Set(Object.values(files).flatMap((other) => all(exported, other)));
  return [...new Set(all(calledInProse, text))]
    .filter((name) => !given.has(name))
    .map((name) => ({ file, message: `names ${name}(), which no file exports`, missing: name }));
}

const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** Brackets outside of strings and comments. */
function unbalanced(file: string, text: string): Problem[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/gm, "");
  const open: string[] = [];
  for (const sign of code) {
    const expected = closing[sign];
    if (expected !== undefined) open.push(expected);
    else if (")]}".includes(sign) && open.pop() !== sign) return [{ file, message: `has a "${sign}" that closes nothing` }];
  }
  const left = open.at(-1);
  return left === undefined ? [] : [{ file, message: `lacks a "${left}"` }];
}
