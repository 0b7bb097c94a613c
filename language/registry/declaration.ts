/** What a compiled graph was made from, kept beside it: reading it loads neither the compiler nor LangGraph. */
import type { GraphData } from "../graph/graph-data.ts";
import type { Params } from "../terms/data-flow.ts";
import type { Registry } from "./registry.ts";

export interface Declaration {
  readonly graph: GraphData;
  readonly registry: Registry;
  /** An operator's values for the graph's params. */
  readonly params?: Params;
}

const declarations = new WeakMap<object, Declaration>();

/** Called by the compiler alone. */
export function rememberDeclaration(compiled: object, declaration: Declaration): void {
  declarations.set(compiled, declaration);
}

/**
 * The declaration that a compiled graph was made from; undefined for a raw LangGraph graph.
 * @example
 * const compiled = compileGraph(supportDesk, { ports: lazyPorts({ dataFolder: "memory://" }) });
 * console.log(declarationOf(compiled)?.graph.id);
 */
export const declarationOf = (compiled: object): Declaration | undefined => declarations.get(compiled);
