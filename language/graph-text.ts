/** YAML or JSON text as data, and where each part of it stands. JSON is read as YAML, of which it is a part. */
import { type Document, isMap, isNode, isScalar, LineCounter, type Node, parseDocument } from "yaml";
import type { Issue, IssuePath, Locate } from "./issue.ts";
import { type IssueCode, issueCodes } from "./issue-codes.ts";
import { issueAt } from "./rules/place.ts";

/** A declaration of a thousand nodes is about 300,000 characters. */
const longestText = 2_000_000;
/** How often anchors may be used in all, counting those inside others. */
const mostAliases = 1_000;

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
  if (text.length > longestText)
    return refuse("TEXT_TOO_LARGE", `the text has ${text.length} characters; at most ${longestText} are read.`);
  try {
    return readDocument(text, file, refuse);
  } catch (error) {
    // the parser recurses: only nesting beyond anything a person writes gets here
    if (error instanceof RangeError) return refuse("TOO_DEEP", "the text is nested too deeply to be read.");
    throw error;
  }
}

function readDocument(text: string, file: string, refuse: (code: IssueCode, message: string) => ReadText): ReadText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const problems = [...document.errors, ...document.warnings];
  if (problems.length > 0) {
    const places = problems.map(({ pos }) => at(pos[0]));
    const issues = problems.map(({ code, message }, index) =>
      issueAt(code === "DUPLICATE_KEY" ? code : "UNREADABLE_TEXT", ["line", index], `${message}.`),
    );
    return { data: undefined, issues, locate: ({ path }) => places[Number(path[1])] ?? file };
  }
  const locate: Locate = ({ path, code }) => {
    const found = nodeAt(document, path, "at" in issueCodes[code]);
    return found?.range ? at(found.range[0]) : file;
  };
  try {
    return { data: document.toJS({ maxAliasCount: mostAliases }), issues: [], locate };
  } catch (error) {
    if (error instanceof ReferenceError) return refuse("EXPLODING_ANCHORS", "its anchors unfold to far more data than the text shows.");
    throw error;
  }
}

/** The text at a path, or the nearest part round it; the key instead of the value where the key is what is wrong. */
function nodeAt(document: Document, path: IssuePath, wantsKey: boolean): Node | undefined {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === last) : undefined;
    if (pair && wantsKey && length === path.length && isNode(pair.key)) return pair.key;
    const found = document.getIn(path.slice(0, length), true);
    if (isNode(found)) return found;
  }
  return document.contents ?? undefined;
}
