/** Finds the types of ours that a public signature names and that a user cannot import from any entry. */
import ts from "typescript";
import type { EmittedTypes } from "./emitted-types.ts";

/** `Runtime mentions Runs (runtime/runs/runs.d.ts)`, one for each type that is missing. */
export function unexportedTypes({ checker, modules, isOurs }: EmittedTypes): string[] {
  const resolve = (symbol: ts.Symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
  const exportsOf = (module: ts.Symbol): ts.Symbol[] =>
    checker
      .getExportsOfModule(module)
      .map(resolve)
      .flatMap((symbol) => (symbol.flags & ts.SymbolFlags.Module ? [symbol, ...exportsOf(symbol)] : [symbol]));
  const exported = new Set([...modules.values()].flatMap(exportsOf));
  const ownExports = (file: ts.SourceFile) => {
    const module = checker.getSymbolAtLocation(file);
    return module ? checker.getExportsOfModule(module) : [];
  };
  const missing = new Map<ts.Symbol, string>();
  for (const symbol of exported) {
    for (const declaration of symbol.declarations ?? []) {
      if (!isOurs(declaration.getSourceFile())) continue;
      for (const { name, isOuter } of mentions(declaration)) {
        const mentioned = checker.getSymbolAtLocation(name);
        const target = mentioned && resolve(mentioned);
        const [first] = target?.declarations ?? [];
        if (!target || !first || exported.has(target) || missing.has(target) || ts.isTypeParameterDeclaration(first)) continue;
        const file = first.getSourceFile();
        if (!isOurs(file) || ts.isVariableDeclaration(first) || isAny(first)) continue;
        // a type that its own file keeps to itself only counts where a caller meets it: as a whole parameter, or in a result
        if (!isOuter && !ownExports(file).includes(target)) continue;
        missing.set(target, `${symbol.name} mentions ${target.name} (${file.fileName.replace(/^.*\/(?=[^/]+\/[^/]+\/[^/]+$)/, "")})`);
      }
    }
  }
  return [...missing.values()].sort();
}

interface Mention {
  readonly name: ts.Node;
  readonly isOuter: boolean;
}

/** Every name of a type in a declaration, except those that only private members have. */
function* mentions(node: ts.Node, isOuter = false): Generator<Mention> {
  if (ts.canHaveModifiers(node) && node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword)) return;
  const name = nameIn(node);
  if (name) yield { name, isOuter };
  for (const child of childrenOf(node)) yield* mentions(child, isOuter || isResultOf(node, child) || isWholeParameter(node, child));
}

const nameIn = (node: ts.Node): ts.Node | undefined =>
  ts.isTypeReferenceNode(node)
    ? node.typeName
    : ts.isImportTypeNode(node)
      ? node.qualifier
      : ts.isExpressionWithTypeArguments(node)
        ? node.expression
        : undefined;

function childrenOf(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  return children;
}

const isAny = (declaration: ts.Declaration): boolean =>
  ts.isTypeAliasDeclaration(declaration) && declaration.type.kind === ts.SyntaxKind.AnyKeyword;

const isResultOf = (node: ts.Node, child: ts.Node): boolean =>
  (ts.isFunctionDeclaration(node) || ts.isFunctionTypeNode(node) || ts.isMethodSignature(node)) && node.type === child;

const isWholeParameter = (node: ts.Node, child: ts.Node): boolean =>
  ts.isParameter(node) && node.type === child && ts.isTypeReferenceNode(child);
