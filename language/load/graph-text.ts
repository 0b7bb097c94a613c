/** YAML or JSON text as data, with the position of each part. JSON is read as YAML, of which it is a subset. */
import { createRequire } from "node:module";
import type { Document, Node } from "yaml";
import type { Issue, IssuePath, Locate } from "../issues/issue.ts";
import { type IssueCode, issueCodes } from "../issues/issue-codes.ts";
import { issueAt } from "../rules/rule-context.ts";
import { merged } from "./merge-keys.ts";

/**
 * The yaml package, loaded when the first text is read: graphs declared in TypeScript never need it. Reading a text stays synchronous.
 * In a CommonJS bundle `import.meta.url` is undefined, and `require` is there.
 */
const yaml = (): typeof import("yaml") => (import.meta.url ? createRequire(import.meta.url)("yaml") : require("yaml"));

/** In characters. A declaration of a thousand nodes has about 300,000. */
const MAX_TEXT_LENGTH = 2_000_000;
/** How often anchors may be used in all, counting those inside others. */
const MAX_ALIASES = 1_000;
/** One typing error often causes many syntax errors. */
const MAX_TEXT_ISSUES = 5;

export interface ReadText {
  readonly data: unknown;
  readonly issues: readonly Issue[];
  readonly locate: Locate;
}

export function readText(text: string, file: string): ReadText {
  const refuse = (code: IssueCode, message: string): ReadText => ({
    data: undefined,
    issues: [issueAt(code, [], message)],
    locate: () => file,
  });
  if (text.length > MAX_TEXT_LENGTH)
    return refuse("TEXT_TOO_LARGE", `the text has ${text.length} characters; at most ${MAX_TEXT_LENGTH} are read.`);
  const { LineCounter, parseDocument } = yaml();
  const lines = new LineCounter();
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const problems = textProblems(document, text);
    if (problems.length > 0) return { data: undefined, issues: problems.map(({ issue }) => issue), locate: placesOf(problems, at, file) };
    return { ...merged(document.toJS({ maxAliasCount: MAX_ALIASES })), locate: locateIn(document, at, file) };
  } catch (error) {
    // yaml reports wrong aliases as a ReferenceError, and its parser recurses: a RangeError is a stack overflow
    if (error instanceof ReferenceError && error.message.startsWith("Excessive alias count"))
      return refuse("EXPLODING_ANCHORS", "its anchors expand to far more data than the text shows.");
    if (error instanceof ReferenceError) return refuse("UNREADABLE_TEXT", `${error.message}.`);
    if (error instanceof RangeError) return refuse("TOO_DEEP", "the text is nested too deeply to be read.");
    throw error;
  }
}

interface TextProblem {
  readonly issue: Issue;
  readonly offset: number;
}

function textProblems(document: Document.Parsed, text: string): TextProblem[] {
  const broken = [...document.errors, ...document.warnings].map(({ code, message, pos: [from] }): TextProblem => {
    if (message.includes("Maximum call stack")) throw new RangeError(message);
    if (code !== "DUPLICATE_KEY") return { issue: issueAt("UNREADABLE_TEXT", [], `${message}.`), offset: from };
    return {
      issue: issueAt("DUPLICATE_KEY", [], `the key "${keyAt(text, from)}" appears twice in one map.`, { hint: "Keep one of them." }),
      offset: from,
    };
  });
  return [...broken, ...keysThatAreNoText(document)].slice(0, MAX_TEXT_ISSUES);
}

const keyAt = (text: string, from: number) => /^["']?([^"':\n]*)/.exec(text.slice(from, from + 100))?.[1] ?? "";

/** `1: x` or `null: x`: JSON knows only text as a key, so the two forms of a graph would differ. */
function keysThatAreNoText(document: Document): TextProblem[] {
  const { isNode, isScalar, visit } = yaml();
  const problems: TextProblem[] = [];
  visit(document, {
    Pair(_, { key }) {
      if (isScalar(key) && typeof key.value === "string") return;
      const shown = isScalar(key) ? `${key.source ?? key.value}` : "a list or map";
      problems.push({
        issue: issueAt("KEY_NOT_TEXT", [], `the key ${shown} is not text.`, { hint: `Write "${shown}" in quotes, or another name.` }),
        offset: isNode(key) ? (key.range?.[0] ?? 0) : 0,
      });
    },
  });
  return problems;
}

function placesOf(problems: readonly TextProblem[], at: (offset: number) => string, file: string): Locate {
  const places = new Map(problems.map(({ issue, offset }) => [issue, at(offset)]));
  return (issue) => places.get(issue) ?? file;
}

function locateIn(document: Document, at: (offset: number) => string, file: string): Locate {
  return ({ path, code, repair }) => {
    const wantsKey = "at" in issueCodes[code] || repair?.op === "rename";
    const found = path[0] === "registry" ? undefined : nodeAt(document, path, wantsKey);
    return found?.range ? at(found.range[0]) : file;
  };
}

/** The text at a path, or the nearest enclosing part, as of what was merged in; the key instead of the value where the key is wrong. */
function nodeAt(document: Document, path: IssuePath, wantsKey: boolean): Node | undefined {
  const { isMap, isNode, isScalar } = yaml();
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === last) : undefined;
    const whole = length === path.length;
    if (pair && isNode(pair.key) && (wantsKey || !whole || !isNode(pair.value))) return pair.key;
    if (pair && isNode(pair.value)) return pair.value;
    const found = document.getIn(path.slice(0, length), true);
    if (isNode(found)) return found;
  }
  return document.contents ?? undefined;
}
