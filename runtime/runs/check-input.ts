/** Refuses an input that a declared graph does not accept, before a run is created. A raw LangGraph validates its own input. */
import { StateSchema } from "@langchain/langgraph";
import type { CompiledGraph } from "../../compile/compile-graph.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Graphs } from "../graphs/graphs.ts";
import type { RunRequest } from "../protocol/run-request.ts";

export async function checkInput(graphs: Graphs, graphId: string, { input, command }: RunRequest): Promise<void> {
  const declared = graphs.declared(graphId);
  if (!declared) return;
  refuseCommand(graphs, graphId, { command });
  if (input !== undefined && input !== null) await validInput(declared.compiled, input);
}

/** As LangGraph gives it to a declared graph. @throws INVALID_INPUT */
export async function validInput({ builder }: CompiledGraph, input: unknown): Promise<unknown> {
  // the state schema that compile/ gave LangGraph as the graph's input
  const schema: unknown = builder._inputRuntimeDefinition;
  return StateSchema.isInstance(schema) ? schema.validateInput(input) : input;
}

/** Also beside an answer. */
export function refuseCommand(graphs: Graphs, graphId: string, { command }: Pick<RunRequest, "command">): void {
  if (!graphs.declared(graphId)) return;
  if (command?.goto !== undefined || command?.update !== undefined) {
    throw new SignalboxError(
      "INVALID_INPUT",
      `Graph "${graphId}" is declared: it follows only its own edges, so command.goto and command.update are refused.`,
      {
        graph: graphId,
        path: ["command"],
      },
    );
  }
}
