/** The JSON Schemas of a compiled graph: for a declared graph only its declared channels; for a raw graph what can be known. */
import { StateSchema } from "@langchain/langgraph";
import { getConfigTypeSchema, getInputTypeSchema, getOutputTypeSchema, getUpdateTypeSchema } from "@langchain/langgraph/zod/schema";
import { isRecord } from "../../language/schema/is-record.ts";

export interface GraphSchemas {
  readonly input_schema: unknown;
  readonly output_schema: unknown;
  readonly state_schema: unknown;
  readonly config_schema: unknown;
  readonly context_schema: unknown;
}

/** Read from the types of the source, where the state is no schema that could be asked, as with `Annotation.Root`. */
export interface SourceSchemas {
  readonly input: unknown;
  readonly output: unknown;
  readonly state: unknown;
  readonly config: unknown;
}

/** Namespace → schemas: "" is the graph itself, `a|b` a graph inside it. Where nothing is known it is empty. */
export type SchemasByNamespace = Readonly<Record<string, SourceSchemas>>;

/** By the graph's id. */
export type SchemasInSource = (graphId: string) => Promise<SchemasByNamespace>;

/** With the names that the official client's types have and those that the reference server sends. */
export interface SubgraphSchemas extends GraphSchemas, SourceSchemas {}

export const withShortNames = (schemas: GraphSchemas): SubgraphSchemas => ({
  ...schemas,
  input: schemas.input_schema,
  output: schemas.output_schema,
  state: schemas.state_schema,
  config: schemas.config_schema,
});

/** Whether nothing is known of the state: it is no schema of zod. */
export const isUnknown = ({ input_schema, output_schema, state_schema }: GraphSchemas): boolean =>
  input_schema === null && output_schema === null && state_schema === null;

/** Config may be made with zod beside a state that is not. */
export function withSource(schemas: GraphSchemas, source: SourceSchemas | undefined): GraphSchemas {
  if (!source) return schemas;
  const { input = null, output = null, state = null, config = null } = source;
  const settings = schemas.config_schema ?? config;
  return { input_schema: input, output_schema: output, state_schema: state, config_schema: settings, context_schema: settings };
}

/** `graph` is compiled. LangGraph's types leave out what it was made of. */
export function graphSchemas(graph: object): GraphSchemas {
  const builder = "builder" in graph && isRecord(graph.builder) ? graph.builder : {};
  const { _schemaRuntimeDefinition: state, _inputRuntimeDefinition: input, _outputRuntimeDefinition: output } = builder;
  const config = schemaBy(getConfigTypeSchema, graph);
  const rest = { config_schema: config, context_schema: config };
  if (!StateSchema.isInstance(state)) {
    return {
      input_schema: schemaBy(getInputTypeSchema, graph),
      output_schema: schemaBy(getOutputTypeSchema, graph),
      state_schema: schemaBy(getUpdateTypeSchema, graph),
      ...rest,
    };
  }
  return {
    input_schema: (StateSchema.isInstance(input) ? input : state).getInputJsonSchema(),
    output_schema: (StateSchema.isInstance(output) ? output : state).getJsonSchema(),
    state_schema: state.getJsonSchema(),
    ...rest,
  };
}

/** A raw graph's state may not be a schema at all. */
function schemaBy(extract: (graph: unknown) => unknown, graph: object): unknown {
  try {
    return extract(graph) ?? null;
  } catch {
    return null;
  }
}
