/** The schemas of an exported graph and of the graphs inside it, from the types of its source. Graphs inside are named by their nodes: `a|b`. */
import type ts from "typescript";
import type { SchemasByNamespace, SourceSchemas } from "../../../runtime/protocol/graph-schemas.ts";
import { GraphTypes } from "./graph-types.ts";
import type { SourceProgram } from "./source-program.ts";
import { graphsInside } from "./subgraph-expressions.ts";
import { TypeSchemas } from "./type-schemas.ts";

/** @throws a reason, when the source has no such graph. */
export function graphSchemasOf(source: SourceProgram, exportName: string): SchemasByNamespace {
  const { ts: typescript, checker, file } = source;
  const module = checker.getSymbolAtLocation(file);
  const exported = module && checker.getExportsOfModule(module).find(({ escapedName }) => escapedName === exportName);
  if (!exported) throw new Error(`the source has no export "${exportName}"`);
  const symbol = exported.flags & typescript.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const graphs = new GraphTypes(source);
  const schemasOf = (type: ts.Type): SourceSchemas | undefined => {
    const graph = graphs.compiledIn(type);
    return graph && schemasOfGraph(graph, new TypeSchemas(source), graphs);
  };
  const root = schemasOf(checker.getTypeOfSymbol(symbol));
  if (!root) throw new Error(`the type of "${exportName}" is not a graph's, but ${checker.typeToString(checker.getTypeOfSymbol(symbol))}`);
  const found: Record<string, SourceSchemas> = { "": root };
  for (const { namespace, expression } of graphsInside(source, graphs, symbol)) {
    const schemas = schemasOf(checker.getTypeAtLocation(expression));
    if (schemas) found[namespace] = schemas;
  }
  return found;
}

function schemasOfGraph(graph: ts.Type, schemas: TypeSchemas, graphs: GraphTypes): SourceSchemas {
  const { input, output, state, config } = graphs.partsOf(graph);
  return {
    input: input && schemas.document(input),
    output: output && schemas.document(output),
    state: state && schemas.document(state),
    config: schemas.documentOfChannels(config),
  };
}
