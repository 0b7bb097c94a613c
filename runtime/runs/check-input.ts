/** Refuses an input that a declared graph does not take, before a run is made of it. A raw LangGraph checks its own. */
import type { StateSchema } from "@langchain/langgraph";
import type { CompiledGraph } from "../../compile/compile-graph.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Graphs } from "../graphs/graphs.ts";
import type { RunRequest } from "../protocol/run-request.ts";

export async function checkInput(graphs: Graphs, graphId: string, { input, command }: RunRequest): Promise<void> {
  const declared = graphs.declared(graphId);
  if (!declared) return;
  if (command?.goto !== undefined || command?.update !== undefined) {
    throw new SignalboxError(
      "INVALID_INPUT",
      `Graph "${graphId}" is declared: only its own edges lead on, so command.goto and command.update are refused.`,
      {
        graph: graphId,
        path: ["command"],
      },
    );
  }
  if (input !== undefined && input !== null) await inputSchemaOf(declared.compiled).validateInput(input);
}

/** The state schema that compile/ gave LangGraph as the graph's input. LangGraph names it so, but not in its types. */
function inputSchemaOf(graph: CompiledGraph): StateSchema<Record<string, never>> {
  return (graph.builder as unknown as { _inputRuntimeDefinition: StateSchema<Record<string, never>> })._inputRuntimeDefinition;
}
