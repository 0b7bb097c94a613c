/** The public values of the package's entries, with what their comments say and which codes calling them can throw. */
import { readFileSync } from "node:fs";
import ts from "typescript";
import { root } from "./markdown.ts";

export interface PublicValue {
  /** As a user imports it: `signalbox/runtime`. */
  readonly entry: string;
  readonly name: string;
  readonly sentence: string;
  readonly examples: readonly string[];
  /** Codes that `@throws` names. */
  readonly documented: readonly string[];
  /** Codes of errors that a call creates, as far as the compiler can follow it. */
  readonly thrown: readonly string[];
}

/** Entry → its source, from package.json. */
export function entries(): Record<string, string> {
  const { exports } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
  const modules = Object.entries(exports).flatMap(([entry, target]) =>
    typeof target === "object" && target !== null && "default" in target ? [[entry, String(target.default)] as const] : [],
  );
  return Object.fromEntries(
    modules.map(([entry, file]) => [`signalbox${entry.slice(1)}`, file.replace("./dist/", "").replace(/\.js$/, ".ts")]),
  );
}

export function publicValues(program: ts.Program): PublicValue[] {
  const checker = program.getTypeChecker();
  return Object.entries(entries()).flatMap(([entry, file]) => {
    const source = program.getSourceFile(root + file);
    const module = source && checker.getSymbolAtLocation(source);
    if (!module) throw new Error(`${entry} has no module ${file}`);
    return checker.getExportsOfModule(module).flatMap((exported) => {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const isNamespace = (symbol.flags & ts.SymbolFlags.Module) !== 0;
      if ((symbol.flags & ts.SymbolFlags.Value) === 0 || isNamespace) return [];
      return [{ entry, name: exported.name, ...commentOf(symbol, checker), thrown: [...codesThrown(symbol, checker)].sort() }];
    });
  });
}

function commentOf(symbol: ts.Symbol, checker: ts.TypeChecker): Pick<PublicValue, "sentence" | "examples" | "documented"> {
  const tags = symbol.getJsDocTags(checker).map(({ name, text }) => ({ name, text: ts.displayPartsToString(text) }));
  return {
    sentence: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
    examples: tags.filter(({ name }) => name === "example").map(({ text }) => text),
    documented: tags.filter(({ name }) => name === "throws").flatMap(({ text }) => text.match(/\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? []),
  };
}

/** Follows calls through our own sources, but not into functions that a result only carries. */
function codesThrown(symbol: ts.Symbol, checker: ts.TypeChecker): Set<string> {
  const codes = new Set<string>();
  const seen = new Set<ts.Node>();
  const enter = (declaration: ts.Node | undefined): void => {
    if (!declaration || seen.has(declaration) || isForeign(declaration)) return;
    seen.add(declaration);
    const body = bodyOf(declaration);
    if (body) visit(body);
  };
  const follow = (node: ts.Node): void => {
    const found = checker.getSymbolAtLocation(node);
    const target = found && found.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(found) : found;
    for (const declaration of target?.declarations ?? []) enter(declaration);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node)) codeOf(node, codes);
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      follow(ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression);
      for (const argument of node.arguments ?? []) if (ts.isIdentifier(argument)) follow(argument);
    }
    ts.forEachChild(node, (child) => {
      if (!isCarried(child)) visit(child);
    });
  };
  for (const declaration of symbol.declarations ?? []) enter(declaration);
  return codes;
}

const isForeign = (node: ts.Node): boolean => {
  const { fileName } = node.getSourceFile();
  return !fileName.startsWith(root) || fileName.includes("node_modules");
};

/** What runs when the declared thing is called. A class: its constructor and fields. */
function bodyOf(declaration: ts.Node): ts.Node | undefined {
  if (ts.isFunctionLike(declaration)) return "body" in declaration ? declaration.body : undefined;
  if (ts.isVariableDeclaration(declaration)) {
    const { initializer } = declaration;
    return initializer && ts.isFunctionLike(initializer) && "body" in initializer ? initializer.body : undefined;
  }
  return ts.isClassDeclaration(declaration) ? declaration.members.find(ts.isConstructorDeclaration)?.body : undefined;
}

/** A function that is not called here: one in an object, or one that is returned. */
function isCarried(node: ts.Node): boolean {
  if (ts.isMethodDeclaration(node) && ts.isObjectLiteralExpression(node.parent)) return true;
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return false;
  return (
    ts.isPropertyAssignment(node.parent) ||
    ts.isReturnStatement(node.parent) ||
    ts.isVariableDeclaration(node.parent) ||
    ts.isArrowFunction(node.parent)
  );
}

function codeOf({ expression, arguments: [first] = [] as never }: ts.NewExpression, codes: Set<string>): void {
  if (expression.getText() === "SignalboxError" && first && ts.isStringLiteral(first)) codes.add(first.text);
  if (expression.getText() === "GraphDefinitionError") codes.add("GRAPH_DEFINITION_INVALID");
}
