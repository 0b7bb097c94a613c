/** What a user's vitest imports as `signalbox/testkit`. */
import "./matchers.ts";
import "./recording/in-vitest.ts";

export { type EnumeratedPath, type EnumerateOptions, type Enumeration, enumeratePaths } from "./enumerate/enumerate-paths.ts";
export { type NotForced, type Reason, reasons } from "./enumerate/not-forced.ts";
export { sampleOf } from "./enumerate/sample.ts";
export { startTestServer, type TestServer } from "./live/start-test-server.ts";
export type { ServedResult } from "./live/thread-result.ts";
export type { Effect } from "./memory/memory-ports.ts";
export type { PathResult } from "./memory/path-run.ts";
export { type NodeResult, type NodeScenario, runNode } from "./run-node.ts";
export { type OnTestServer, type OverHttp, runPath } from "./run-path.ts";
export {
  type Advance,
  advance,
  type Expiry,
  expire,
  type Fault,
  fail,
  type Scenario,
  type SignalTurn,
  signal,
} from "./scenario/scenario.ts";
export { testGraph } from "./test-graph.ts";
