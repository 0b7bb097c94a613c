/** Runs a graph in process and in memory, and tells the path that it took. */
import { MemorySaver } from "@langchain/langgraph";
import { compileDeclaration } from "../compile/compile-graph.ts";
import type { GraphData } from "../language/graph-data.ts";
import { registryOf } from "../language/registry-of.ts";
import { AnswerBook } from "./answer-book.ts";
import { doubleRegistry } from "./double-registry.ts";
import { MemoryChildren } from "./memory-children.ts";
import { memoryPorts } from "./memory-ports.ts";
import { type PathResult, PathRun } from "./path-run.ts";
import type { Scenario } from "./scenario.ts";

/**
 * Runs a declared graph through a scenario: scripted agents, forced errors, decisions, several turns.
 *
 * @example
 * const result = await runPath(supportDesk, { input: { message: "refund, please" }, answers: { approval: "approve" } });
 * expect(result).toMatchPath();
 */
export async function runPath(graph: GraphData, scenario: Scenario): Promise<PathResult> {
  const registry = doubleRegistry(registryOf(graph), scenario);
  const answers = new AnswerBook(scenario.answers);
  const children = new MemoryChildren({ graph, registry }, answers);
  const ports = memoryPorts({ children, ...scenario.ports });
  children.use(ports);
  const compiled = compileDeclaration(
    { graph, registry, ...(scenario.params && { params: scenario.params }) },
    { ports, checkpointer: new MemorySaver() },
  );
  return new PathRun({ compiled, ports, answers, children, inputs: [scenario.input, ...(scenario.turns ?? [])] }).all();
}
