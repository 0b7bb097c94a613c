/** Finds the statements of a migration that would end or begin a transaction: the file would no longer be applied completely or not at all. */

/** Also at the beginning of a statement of several words, such as `prepare transaction`. A savepoint and a function's own body are harmless. */
const CONTROL = /^(?:commit|rollback|begin|end|abort|start transaction|prepare transaction)\b/i;

/** `rollback to` a savepoint stays inside the transaction. */
const TO_SAVEPOINT = /^rollback(?: (?:work|transaction))? to\b/i;

export interface ControlStatement {
  /** As it is written, such as `COMMIT AND CHAIN`. */
  readonly text: string;
  /** The first is 1. */
  readonly line: number;
}

export function findTransactionControl(sql: string): ControlStatement | undefined {
  for (const { start, words } of statementsOf(sql)) {
    if (!CONTROL.test(words) || TO_SAVEPOINT.test(words)) continue;
    return { text: words.slice(0, 40), line: sql.slice(0, start).split("\n").length };
  }
  return undefined;
}

interface Statement {
  /** Where its first word begins. */
  readonly start: number;
  /** Its beginning without comments, strings and quoted names, which stand as ''. */
  readonly words: string;
}

/** What is skipped as a whole: it may contain anything. */
const LITERALS: readonly RegExp[] = [
  /--[^\n]*/y,
  /[eE]'(?:[^'\\]|\\[\s\S]|'')*'/y,
  /(?:[uU]&)?'(?:[^']|'')*'/y,
  /(?:[uU]&)?"(?:[^"]|"")*"/y,
  /\$([\p{L}_][\p{L}\p{N}_]*)?\$[\s\S]*?\$\1\$/uy,
];

function* statementsOf(sql: string): Generator<Statement> {
  let at = 0;
  let start = -1;
  let words = "";
  const statement = () => ({ start, words: words.trim().replace(/\s+/g, " ") });
  /** Of `begin atomic … end` in the body of a function, which has no quotes. */
  let depth = 0;
  while (at < sql.length) {
    const skipped = skip(sql, at);
    if (skipped !== undefined) {
      const isComment = sql.startsWith("--", at) || sql.startsWith("/*", at);
      if (!isComment && start < 0) start = at;
      words += isComment ? " " : "''";
      at = skipped;
      continue;
    }
    const [word] = wordAt(sql, at);
    if (word === undefined) {
      const character = sql.charAt(at);
      if (character === ";" && depth === 0) {
        if (start >= 0) yield statement();
        start = -1;
        words = "";
      } else words += character;
      at++;
      continue;
    }
    if (start < 0) start = at;
    depth = depthAfter(depth, word, words);
    words += word;
    at += word.length;
  }
  if (start >= 0) yield statement();
}

/** Inside an atomic body `case … end` nests. Outside it, `end` is a statement of its own. */
function depthAfter(depth: number, word: string, before: string): number {
  if (/^atomic$/i.test(word) && /\bbegin\s*$/i.test(before)) return depth + 1;
  if (depth === 0) return 0;
  if (/^case$/i.test(word)) return depth + 1;
  return /^end$/i.test(word) ? depth - 1 : depth;
}

const WORD = /[\p{L}_][\p{L}\p{N}_$]*|\d+/uy;

function wordAt(sql: string, at: number): RegExpExecArray | [undefined] {
  WORD.lastIndex = at;
  return WORD.exec(sql) ?? [undefined];
}

/** The end of the comment or literal that begins here. One that does not end, ends with the file: Postgres refuses it itself. */
function skip(sql: string, at: number): number | undefined {
  if (sql.startsWith("/*", at)) return endOfComment(sql, at);
  for (const literal of LITERALS) {
    literal.lastIndex = at;
    if (literal.test(sql)) return literal.lastIndex;
  }
  return undefined;
}

/** In Postgres they nest. */
function endOfComment(sql: string, from: number): number {
  let depth = 0;
  for (let at = from; at < sql.length; at++) {
    const pair = sql.slice(at, at + 2);
    if (pair !== "/*" && pair !== "*/") continue;
    depth += pair === "/*" ? 1 : -1;
    at++;
    if (depth === 0) return at + 1;
  }
  return sql.length;
}
