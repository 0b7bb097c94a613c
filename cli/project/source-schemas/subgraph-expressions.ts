/** Finds the graphs that a graph has as nodes, in the calls of `addNode` of its source: the type of a graph does not have them. */
import type ts from "typescript";
import type { GraphTypes } from "./graph-types.ts";
import type { SourceProgram } from "./source-program.ts";

interface GraphInside {
  /** The nodes that lead to it: `a|b`. */
  readonly namespace: string;
  readonly expression: ts.Node;
}

/** A graph that is its own node's. */
const MAX_DEPTH = 10;

export function graphsInside(source: SourceProgram, graphs: GraphTypes, exported: ts.Symbol): GraphInside[] {
  return new Search(source, graphs).inside(exported.declarations ?? [], []);
}

class Search {
  readonly #ts: typeof ts;
  readonly #checker: ts.TypeChecker;
  readonly #graphs: GraphTypes;

  constructor({ ts: typescript, checker }: SourceProgram, graphs: GraphTypes) {
    this.#ts = typescript;
    this.#checker = checker;
    this.#graphs = graphs;
  }

  inside(makers: readonly ts.Node[], path: readonly string[]): GraphInside[] {
    if (path.length >= MAX_DEPTH) return [];
    return [...this.#callsFor(makers)].flatMap((call) =>
      this.#nodesOf(call).flatMap(([name, actions]) => {
        const expression = this.#graphIn(actions);
        if (!expression) return [];
        const namespace = [...path, name];
        return [{ namespace: namespace.join("|"), expression }, ...this.inside([expression], namespace)];
      }),
    );
  }

  /** The calls of `addNode` on the graph that `makers` make: in their expressions, and on their variables later in the file. */
  #callsFor(makers: readonly ts.Node[]): Set<ts.CallExpression> {
    const calls = new Set<ts.CallExpression>();
    const variables = new Set<ts.Symbol>();
    const visit = (node: ts.Node): void => {
      if (this.#isAddNode(node)) {
        calls.add(node);
        visit(node.expression);
        return;
      }
      if (this.#ts.isIdentifier(node)) this.#follow(node, variables, visit);
      else if (this.#ts.isFunctionLike(node)) this.#visitResults(node, visit);
      else this.#ts.forEachChild(node, visit);
    };
    makers.forEach(visit);
    for (const variable of variables) this.#callsOn(variable, calls);
    return calls;
  }

  #follow(node: ts.Identifier, variables: Set<ts.Symbol>, visit: (node: ts.Node) => void): void {
    const symbol = this.#symbolAt(node);
    const declaration = symbol?.valueDeclaration;
    if (!symbol || !declaration || variables.has(symbol)) return;
    const { isVariableDeclaration, isFunctionDeclaration } = this.#ts;
    const isVariable = isVariableDeclaration(declaration) && this.#graphs.compiledIn(this.#checker.getTypeOfSymbol(symbol)) !== undefined;
    if (!isVariable && !isFunctionDeclaration(declaration)) return;
    variables.add(symbol);
    if (isFunctionDeclaration(declaration)) visit(declaration);
    else if (declaration.initializer) visit(declaration.initializer);
  }

  /** What a function returns: what else it makes is another graph. */
  #visitResults(node: ts.SignatureDeclaration, visit: (node: ts.Node) => void): void {
    const body = "body" in node ? (node.body as ts.Node | undefined) : undefined;
    if (!body) return;
    if (!this.#ts.isBlock(body)) {
      visit(body);
      return;
    }
    const find = (inner: ts.Node): void => {
      if (this.#ts.isReturnStatement(inner)) {
        if (inner.expression) visit(inner.expression);
      } else if (!this.#ts.isFunctionLike(inner)) this.#ts.forEachChild(inner, find);
    };
    find(body);
  }

  #callsOn(variable: ts.Symbol, calls: Set<ts.CallExpression>): void {
    const visit = (node: ts.Node): void => {
      if (this.#isAddNode(node)) {
        const root = this.#rootOf(node);
        if (this.#ts.isIdentifier(root) && this.#symbolAt(root) === variable) calls.add(node);
      }
      this.#ts.forEachChild(node, visit);
    };
    const file = variable.valueDeclaration?.getSourceFile();
    if (file) visit(file);
  }

  /** `builder` of `builder.addNode(…).addEdge(…)`. */
  #rootOf(node: ts.Node): ts.Node {
    if (this.#ts.isCallExpression(node) || this.#ts.isPropertyAccessExpression(node)) return this.#rootOf(node.expression);
    return node;
  }

  #isAddNode(node: ts.Node): node is ts.CallExpression {
    return (
      this.#ts.isCallExpression(node) && this.#ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === "addNode"
    );
  }

  /** Name → what may have its graph: of `addNode(name, action, options)`, and of `addNode({ name: action })`. */
  #nodesOf({ arguments: [first, ...rest] }: ts.CallExpression): (readonly [string, readonly ts.Node[]])[] {
    if (!first) return [];
    if (this.#ts.isStringLiteralLike(first)) return [[first.text, rest]];
    if (!this.#ts.isObjectLiteralExpression(first)) return [];
    return first.properties.flatMap((property) => {
      const { name } = property;
      if (!name || this.#ts.isComputedPropertyName(name)) return [];
      return [[name.text, [this.#ts.isPropertyAssignment(property) ? property.initializer : name]] as const];
    });
  }

  /** The first graph among them: itself, or called in a function. */
  #graphIn(nodes: readonly ts.Node[]): ts.Node | undefined {
    let found: ts.Node | undefined;
    const visit = (node: ts.Node): void => {
      if (found) return;
      if (this.#isExpression(node) && this.#graphs.isGraph(this.#checker.getTypeAtLocation(node))) found = node;
      else this.#ts.forEachChild(node, visit);
    };
    nodes.forEach(visit);
    return found;
  }

  #isExpression(node: ts.Node): boolean {
    return this.#ts.isIdentifier(node) || this.#ts.isCallExpression(node) || this.#ts.isPropertyAccessExpression(node);
  }

  #symbolAt(node: ts.Node): ts.Symbol | undefined {
    const symbol = this.#checker.getSymbolAtLocation(node);
    return symbol && symbol.flags & this.#ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
  }
}
