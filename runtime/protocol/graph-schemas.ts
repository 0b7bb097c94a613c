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
