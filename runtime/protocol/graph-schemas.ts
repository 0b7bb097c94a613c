/** The JSON Schemas of a compiled graph: declared channels only, for declared graphs; what can be known, for raw ones. */

import { StateSchema } from "@langchain/langgraph";
import { getConfigTypeSchema, getInputTypeSchema, getOutputTypeSchema, getUpdateTypeSchema } from "@langchain/langgraph/zod/schema";
import type { CompiledGraph } from "../../compile/compile-graph.ts";

export interface GraphSchemas {
  readonly input_schema: unknown;
  readonly output_schema: unknown;
  readonly state_schema: unknown;
  readonly config_schema: unknown;
  readonly context_schema: unknown;
}

/** LangGraph's names for what a graph was made of, which its types leave out. */
interface Builder {
  readonly _schemaRuntimeDefinition?: unknown;
  readonly _inputRuntimeDefinition?: unknown;
  readonly _outputRuntimeDefinition?: unknown;
}

export function graphSchemas(graph: CompiledGraph): GraphSchemas {
  const {
    _schemaRuntimeDefinition: state,
    _inputRuntimeDefinition: input,
    _outputRuntimeDefinition: output,
  } = (graph.builder ?? {}) as Builder;
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

/** A raw graph's state need not be a schema at all. */
function schemaBy(extract: (graph: never) => unknown, graph: CompiledGraph): unknown {
  try {
    return extract(graph as never) ?? null;
  } catch {
    return null;
  }
}
