/** Runs a graph in process and in memory, and reports the path that it took. */
import type { GraphData } from "../language/graph/graph-data.ts";
import { normalise } from "../language/graph/normalise.ts";
import { registryOf } from "../language/registry/registry-of.ts";
import { DEFAULT_STATE_SIZE, type StateSize } from "../language/schema/state-size.ts";
import type { Ports } from "../nodes/call/ports.ts";
import { checkScenario } from "./checking/check-scenario.ts";
import { stubGraph } from "./doubles/stub-graph.ts";
import type { TestServer } from "./live/test-server.ts";
import type { ServedResult } from "./live/thread-result.ts";
import { MemoryChildren } from "./memory/memory-children.ts";
import { memoryPorts } from "./memory/memory-ports.ts";
import { MemoryThread, memoryGraph } from "./memory/memory-thread.ts";
import type { PathResult } from "./memory/path-result.ts";
import { PathRun } from "./memory/path-run.ts";
import { VirtualClock, VirtualTime } from "./memory/virtual-time.ts";
import { WaitingTime } from "./memory/waiting-time.ts";
import { recordingOf } from "./recording/recording-of.ts";
import { AnswerBook } from "./scenario/answer-book.ts";
import { advancesOf, type Scenario } from "./scenario/scenario.ts";
import { attemptText, PathDetails } from "./text/path-details.ts";

/** A server that runs the graph with its own code: a scenario controls what comes from outside, and nothing else. */
export interface OverHttp {
  readonly server: string;
  readonly apiKey?: string;
}

/** A server of the test kit, which forces what the scenario says. */
export interface OnTestServer {
  readonly server: TestServer;
}

/**
 * Runs a scenario on a server that someone else started, over HTTP. The scenario can contain inputs, answers and signals only.
 * @throws SCENARIO_NOT_FORCEABLE if the scenario contains anything else.
 */
export function runPath(graph: GraphData, scenario: Scenario, on: OverHttp): Promise<ServedResult>;
/**
 * Runs a declared graph through a scenario: scripted code, forced errors, decisions, time that passes, several turns.
 * By default in process and in memory; with `server`, over HTTP on the run engine and its database.
 * @throws GRAPH_DEFINITION_INVALID (a `GraphDefinitionError`) if the declaration is invalid, SCENARIO_INVALID if the scenario names what the graph lacks
 * or an answer does not fit, REAL_MODEL_IN_TEST if an agent would call a model without `models: "real"`, UNKNOWN_SIGNAL if the graph does not declare a signal of the scenario,
 * SCENARIO_NOT_FORCEABLE if the server cannot follow the scenario, and INVALID_INPUT if it refuses the input. In memory, such an input is the result's `error`.
 * @example
 * const result = await runPath(supportDesk, { input: { customerId: "C-1014", message: "refund, please" }, answers: { approval: "approve" } });
 * expect(result).toMatchPath();
 */
export function runPath(graph: GraphData, scenario: Scenario, on?: OnTestServer): Promise<PathResult>;
export async function runPath(graph: GraphData, scenario: Scenario, on?: OnTestServer | OverHttp): Promise<PathResult | ServedResult> {
  if (!on) return runInMemory(graph, scenario);
  const { runOnTestServer, runOverHttp } = await import("./live/run-served.ts"); // loaded late: most paths need no client
  return isOverHttp(on) ? runOverHttp(graph, scenario, { url: on.server, apiKey: on.apiKey }) : runOnTestServer(graph, scenario, on.server);
}

const isOverHttp = (on: OnTestServer | OverHttp): on is OverHttp => typeof on.server === "string";

async function runInMemory(graph: GraphData, scenario: Scenario): Promise<PathResult> {
  const { params } = scenario;
  await checkScenario(graph, scenario);
  const clock = new VirtualClock();
  const details = new PathDetails();
  const nodeTime = new VirtualTime(clock, details);
  const { realModels, refusesWrites, ...stubbed } = stubGraph(graph, registryOf(graph), scenario, { time: nodeTime, details });
  const declaration = { ...stubbed, ...(params && { params }) };
  const time = new WaitingTime(clock, advancesOf(scenario.clock));
  const answers = new AnswerBook(scenario);
  const recording = recordingOf(graph);
  const { handlers: callbacks } = realModels;
  const children: MemoryChildren<PathRun> = new MemoryChildren(declaration, ({ compiled, id }, { declaration: child, input }) => {
    const thread = new MemoryThread(compiled, { id, callbacks });
    return new PathRun({ ...shared, thread, declaration: child, normal: normalise(child.graph, child.registry), turns: [input] });
  });
  const ports = memoryPorts({
    children,
    now: () => clock.now(),
    time: nodeTime,
    record: recordIn(details),
    stateSize: (at) => (refusesWrites(at) ? NOTHING : DEFAULT_STATE_SIZE),
    ...scenario.ports,
    ...(recording && { visits: recording }),
  });
  children.use(ports);
  const shared = { ports, answers, time, details, children };
  const thread = new MemoryThread(memoryGraph(declaration, ports), { streams: scenario.stream ?? false, callbacks });
  const normal = normalise(declaration.graph, declaration.registry, params);
  const turns = [scenario.input, ...(scenario.turns ?? [])];
  const result = await new PathRun({ ...shared, thread, declaration, normal, turns, stream: scenario.stream }).all();
  recording?.end(time.fallen);
  realModels.assertNone();
  return result;
}

/** Less than any write. */
const NOTHING: StateSize = { warnAt: 0, refuseAt: -1 };

/** Attempts that failed are a part of the details. */
const recordIn =
  (details: PathDetails): Ports["record"] =>
  async ({ node }, what, detail) =>
    details.add(node, attemptText(what, detail));
