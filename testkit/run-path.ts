/** Runs a graph in process and in memory, and tells the path that it took. */
import { MemorySaver } from "@langchain/langgraph";
import { compileDeclaration } from "../compile/compile-graph.ts";
import type { GraphData } from "../language/graph-data.ts";
import { normalise } from "../language/normalise.ts";
import { registryOf } from "../language/registry-of.ts";
import { AnswerBook } from "./answer-book.ts";
import { doubleGraph } from "./double-graph.ts";
import { MemoryChildren } from "./memory-children.ts";
import { memoryPorts } from "./memory-ports.ts";
import { type PathResult, PathRun } from "./path-run.ts";
import { recordingOf } from "./recording/recording-of.ts";
import type { Advance, Scenario } from "./scenario.ts";
import { VirtualClock } from "./virtual-clock.ts";
import { WaitingTime } from "./waiting-time.ts";

/**
 * Runs a declared graph through a scenario: scripted agents, forced errors, decisions, time that passes, several turns.
 *
 * @example
 * const result = await runPath(supportDesk, { input: { message: "refund, please" }, answers: { approval: "approve" } });
 * expect(result).toMatchPath();
 */
export async function runPath(graph: GraphData, scenario: Scenario): Promise<PathResult> {
  const { params } = scenario;
  const declaration = { ...doubleGraph(graph, registryOf(graph), scenario), ...(params && { params }) };
  const clock = new VirtualClock();
  const time = new WaitingTime(clock, advancesOf(scenario.clock));
  const answers = new AnswerBook(scenario.answers, scenario.approvals);
  const children = new MemoryChildren(declaration, { answers, time });
  const recording = recordingOf(graph);
  const ports = memoryPorts({ children, now: () => clock.now(), ...scenario.ports, ...(recording && { visits: recording }) });
  children.use(ports);
  const compiled = compileDeclaration(declaration, { ports, checkpointer: new MemorySaver() });
  const normal = normalise(declaration.graph, declaration.registry, params);
  const turns = [scenario.input, ...(scenario.turns ?? [])];
  const result = await new PathRun({ compiled, normal, ports, answers, time, children, turns, stream: scenario.stream }).all();
  recording?.end(time.fallen);
  return result;
}

const advancesOf = (given: Scenario["clock"]): readonly Advance[] =>
  given === undefined ? [] : Array.isArray(given) ? given : [given as Advance];
