/** Which tables of thread data a statement reads or writes without saying of which thread: by what it says to be equal. */
import { columnsOfThread } from "./places.ts";
import { partsOf, type StatementPart } from "./statement-parts.ts";

interface Mention {
  readonly table: string;
  /** What the part calls it. */
  readonly name: string;
  readonly isRenamed: boolean;
  readonly part: StatementPart;
}

const NO_NAME = "where|set|on|order|join|left|cross|inner|using|values|for|limit|group|select|union|end|from|default|returning|full|as";
const MENTION = new RegExp(`\\b(from|join|update|into|using|,) signalbox\\.(\\w+)(?: (?:as )?(?!(?:${NO_NAME})\\b)(\\w+))?`, "g");
const EQUALITY = /([\w$]+(?:\.\w+)?)(?:::\w+)? (?:=|in) (any\(|\(|[\w$]+(?:\.\w+)?)/g;

/** Those that are neither bound to a given thread nor to what another part has found. */
export function unfilteredTables(text: string): string[] {
  const parts = partsOf(text.toLowerCase());
  const mentions = parts.flatMap(mentionsIn);
  const equal = new Map<string, Set<string>>();
  for (const part of parts)
    for (const pair of equalitiesIn(part))
      join(
        equal,
        pair.map((name) => fullName(name, part, mentions)),
      );
  return mentions
    .filter(({ table, name, part }) => !columnsOfThread(table).some((column) => isBound(`${part.number}:${name}.${column}`, equal)))
    .map(({ table }) => table);
}

/** What an insert names in its list of columns is bound by what is inserted. */
function mentionsIn(part: StatementPart): Mention[] {
  return [...part.text.matchAll(MENTION)]
    .filter(({ 1: verb, 2: table = "" }) => columnsOfThread(table).length > 0 && !(verb === "into" && insertsThread(part.text, table)))
    .map(({ 2: table = "", 3: name }) => ({ table, name: name ?? table, isRenamed: name !== undefined, part }));
}

function insertsThread(text: string, table: string): boolean {
  const [, columns = ""] = new RegExp(`into signalbox\\.${table}(?: as \\w+)? \\(([^)]*)\\)`).exec(text) ?? [];
  const names = columns.split(/,\s*/);
  return names.includes("$x") || columnsOfThread(table).some((column) => names.includes(column));
}

function equalitiesIn({ text }: StatementPart): string[][] {
  const used = [...text.matchAll(/join signalbox\.\w+ (\w+) using \(([^)]*)\)/g)];
  return [
    ...[...text.matchAll(EQUALITY)].map(([, left = "", right = ""]) => [left, right]),
    ...used.flatMap(([, name = "", columns = ""]) => columns.split(/,\s*/).map((column) => [`${name}.${column}`, "$x"])),
  ];
}

/** `$`: a parameter, or a column of something that is no table of thread data, which was found by its thread or is listed itself. */
function fullName(name: string, part: StatementPart, mentions: readonly Mention[]): string {
  const [first = "", column] = name.split(".");
  for (let at: StatementPart | undefined = part; at; at = at.around) {
    const here = mentions.filter((mention) => mention.part === at);
    const owner = column
      ? here.find((mention) => mention.name === first)
      : here.find(({ table }) => columnsOfThread(table).includes(first));
    if (owner) return `${owner.part.number}:${owner.name}.${column ?? first}`;
  }
  return "$";
}

function join(equal: Map<string, Set<string>>, [one = "", other = ""]: readonly string[]): void {
  equal.set(one, (equal.get(one) ?? new Set()).add(other));
  equal.set(other, (equal.get(other) ?? new Set()).add(one));
}

function isBound(name: string, equal: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const reached = new Set([name]);
  for (const each of reached) for (const other of each === "$" ? [] : (equal.get(each) ?? [])) reached.add(other);
  return reached.has("$");
}
