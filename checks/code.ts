/** Holds the measures of the code: files and folders that a newcomer can take in, and few casts. Prints them as one table. */
import { globSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import ts from "typescript";

const FOLDERS = ["language", "telemetry", "draw", "nodes", "compile", "persistence", "runtime", "server", "testkit", "cli"];
const MOST_LINES = 250;
const MOST_FILES = 15;
const MOST_CASTS_PER_1000 = 5;
/** Folders whose files are one subject, side by side. */
const ONE_SUBJECT: Readonly<Record<string, number>> = {
  "persistence/statements/runs": 19,
  "persistence/statements/interrupts": 19,
  "persistence/statements/threads": 19,
  "test/language/mistakes": 19,
  "test/docs": 19,
  "test/faults": 19,
};

const isSource = (file: string) => FOLDERS.some((folder) => file.startsWith(`${folder}/`));
const all = globSync("**/*.ts", { exclude: (path) => /^(node_modules|dist|console|examples)(\/|$)/.test(path) });
const sources = all.filter(isSource).map(measured);
const lines = sources.map((source) => source.lines).sort((a, b) => a - b);
const total = sum(lines);
const casts = (sum(sources.map((source) => source.casts)) / total) * 1_000;
const suppressions = (sum(sources.map((source) => source.suppressions)) / total) * 1_000;
const folders = Map.groupBy(all, dirname);
const largest = [...folders].filter(([folder]) => isSource(`${folder}/`)).sort((a, b) => b[1].length - a[1].length)[0];

console.log(`files ${sources.length}, lines ${total}: median ${lines[Math.floor(lines.length / 2)]}, longest ${lines.at(-1)}`);
console.log(`casts ${casts.toFixed(1)} and suppressions ${suppressions.toFixed(1)} per 1,000 lines`);
console.log(`largest folder ${largest?.[0]}: ${largest?.[1].length} files`);
if (process.argv.includes("--by-folder"))
  for (const folder of FOLDERS) {
    const inside = sources.filter(({ file }) => file.startsWith(`${folder}/`));
    const count = sum(inside.map((source) => source.casts));
    const length = sum(inside.map((source) => source.lines));
    console.log(`  ${folder}: ${count} casts, ${((count / length) * 1_000).toFixed(1)} per 1,000 lines`);
  }

const faults = [
  ...sources
    .filter((source) => source.lines > MOST_LINES)
    .map(({ file, lines }) => `${file} has ${lines} lines: divide it (${MOST_LINES} at most)`),
  ...[...folders].flatMap(([folder, files]) => {
    const most = ONE_SUBJECT[folder] ?? MOST_FILES;
    return files.length > most ? [`${folder}/ has ${files.length} files side by side: divide it by subject (${most} at most)`] : [];
  }),
  ...(casts > MOST_CASTS_PER_1000
    ? [`${casts.toFixed(1)} casts per 1,000 lines (${MOST_CASTS_PER_1000} at most): give the value its type where it comes in`]
    : []),
];
for (const fault of faults) console.error(`code: ${fault}`);
process.exitCode = faults.length > 0 ? 1 : 0;

function measured(file: string): { file: string; lines: number; casts: number; suppressions: number } {
  const text = readFileSync(file, "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  let casts = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isTypeAssertionExpression(node) || (ts.isAsExpression(node) && node.type.getText(source) !== "const")) casts += 1;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return {
    file,
    lines: text.split("\n").length - 1,
    casts,
    suppressions: text.match(/biome-ignore|@ts-(expect-error|ignore|nocheck)/g)?.length ?? 0,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
