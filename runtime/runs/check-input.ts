/** Refuses an input that a declared graph does not accept, before a run is created. A raw LangGraph validates its own input. */
import { StateSchema } from "@langchain/langgraph";
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Graphs } from "../graphs/graphs.ts";
import type { RunRequest } from "../protocol/run-request.ts";

export async function checkInput(graphs: Graphs, graphId: string, { input, command }: RunRequest): Promise<void> {
  const declared = graphs.declared(graphId);
  if (!declared) return;
  refuseCommand(graphs, graphId, { command });
  // the state schema that compile/ gave LangGraph as the graph's input
  const schema: unknown = declared.compiled.builder._inputRuntimeDefinition;
  if (input !== undefined && input !== null && StateSchema.isInstance(schema)) await schema.validateInput(input);
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
