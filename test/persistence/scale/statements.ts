/** Every text in the sources that names a table of ours: a statement, or a part of one. */
import { globSync, readFileSync } from "node:fs";
import ts from "typescript";

export interface Statement {
  readonly file: string;
  /** What is put in from elsewhere reads `$x`, as a parameter does. */
  readonly text: string;
}

const SOURCES = "{persistence,runtime,nodes,compile,server,cli,testkit,telemetry}/**/*.ts";

/** The migrations' own bookkeeping is not among them: it runs once, at the start. */
export function statementsOfTheSources(): Statement[] {
  const files = globSync(SOURCES, { exclude: (path) => path.startsWith("persistence/schema") }).sort();
  return files.flatMap((file) => textsOf(file).map((text) => ({ file, text })));
}

function textsOf(file: string): string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTemplateExpression(node)) texts.push(node.head.text + node.templateSpans.map(({ literal }) => `$x${literal.text}`).join(""));
    else if (ts.isStringLiteralLike(node)) texts.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest));
  return texts.filter((text) => /\b(?:from|join|update|into|using)\s+signalbox\.\w/i.test(text)).map((text) => text.replace(/\s+/g, " "));
}
