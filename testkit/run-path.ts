/** Runs a graph in process and in memory, and tells the path that it took. */
import { MemorySaver } from "@langchain/langgraph";
import { compileDeclaration } from "../compile/compile-graph.ts";
import type { GraphData } from "../language/graph-data.ts";
import { normalise } from "../language/normalise.ts";
import { registryOf } from "../language/registry-of.ts";
import type { Ports } from "../nodes/ports.ts";
import { AnswerBook } from "./answer-book.ts";
import { doubleGraph } from "./double-graph.ts";
import { MemoryChildren } from "./memory-children.ts";
import { memoryPorts } from "./memory-ports.ts";
import { type PathResult, PathRun } from "./path-run.ts";
import { recordingOf } from "./recording/recording-of.ts";
import type { Advance, Scenario } from "./scenario.ts";
import { Story } from "./story.ts";
import { attemptText } from "./told.ts";
import { VirtualClock } from "./virtual-clock.ts";
import { VirtualTime } from "./virtual-time.ts";
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
  const clock = new VirtualClock();
  const story = new Story();
  const nodeTime = new VirtualTime(clock, story);
  const declaration = { ...doubleGraph(graph, registryOf(graph), scenario, { time: nodeTime, story }), ...(params && { params }) };
  const time = new WaitingTime(clock, advancesOf(scenario.clock));
  const answers = new AnswerBook(scenario.answers, scenario.approvals);
  const children = new MemoryChildren(declaration, { answers, time, story });
  const recording = recordingOf(graph);
  const ports = memoryPorts({
    children,
    now: () => clock.now(),
    time: nodeTime,
    record: recordIn(story),
    ...scenario.ports,
    ...(recording && { visits: recording }),
  });
  children.use(ports);
  const compiled = compileDeclaration(declaration, { ports, checkpointer: new MemorySaver() });
  const normal = normalise(declaration.graph, declaration.registry, params);
  const turns = [scenario.input, ...(scenario.turns ?? [])];
  const result = await new PathRun({ compiled, normal, ports, answers, time, story, children, turns, stream: scenario.stream }).all();
  recording?.end(time.fallen);
  return result;
}

/** Attempts that failed are a part of the story. */
const recordIn =
  (story: Story): Ports["record"] =>
  async ({ node }, what, detail) =>
    story.tell(node, attemptText(what, detail));

const advancesOf = (given: Scenario["clock"]): readonly Advance[] =>
  given === undefined ? [] : Array.isArray(given) ? given : [given as Advance];
