/** Runs a scenario over HTTP: on a server of the test kit, which can force all of it, or on one that runs with its own code. */
import type { GraphData } from "../../language/graph/graph-data.ts";
import type { Effect } from "../memory/memory-ports.ts";
import type { PathResult } from "../memory/path-result.ts";
import { advancesOf, type Scenario } from "../scenario/scenario.ts";
import { type Address, Api } from "./api.ts";
import { refuseOnTestServer, refuseOverHttp } from "./refuse-unforceable.ts";
import { ServedRun } from "./served-run.ts";
import { ServedTime } from "./served-time.ts";
import type { TestServer } from "./test-server.ts";
import type { ServedResult } from "./thread-result.ts";

/** With everything that the scenario forces. */
export function runOnTestServer(graph: GraphData, scenario: Scenario, server: TestServer): Promise<PathResult> {
  refuseOnTestServer(scenario);
  return server.play(graph, scenario, async ({ url, deadlines, effectsOf }) => {
    const time = new ServedTime(deadlines, advancesOf(scenario.clock));
    const result = await new ServedRun({ api: new Api({ url }), graph, scenario, time }).all();
    return withEffects(result, await effectsOf(threadsOf(result)));
  });
}

/** With its inputs, answers and signals only: the server's code is its own. */
export async function runOverHttp(graph: GraphData, scenario: Scenario, address: Address): Promise<ServedResult> {
  refuseOverHttp(scenario);
  const api = new Api(address);
  await api.serves(graph.id);
  return new ServedRun({ api, graph, scenario }).all();
}

const threadsOf = ({ thread, children }: ServedResult): string[] => [thread, ...children.flatMap(threadsOf)];

/** Those of all threads, on each of them: as in memory. */
const withEffects = (result: ServedResult, effects: readonly Effect[]): PathResult => ({
  ...result,
  effects,
  children: result.children.map((child) => withEffects(child, effects)),
});
