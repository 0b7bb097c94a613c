/** The entry `signalbox/testkit`: path tests, imported by a user's vitest. */
import "./matchers.ts";
import "./recording/in-vitest.ts";

export type { ToolApproval } from "../nodes/agent/approval/tool-approval.ts";
export type { Answer } from "../nodes/interrupt/answer.ts";
export type { Escalation, QuestionPayload } from "../nodes/interrupt/question-payload.ts";
export { type EnumeratedPath, type EnumerateOptions, type Enumeration, enumeratePaths } from "./enumerate/enumerate-paths.ts";
export type { Include } from "./enumerate/enumeration.ts";
export type { Walk, WalkStep } from "./enumerate/walk.ts";
export { type NotForced, type Reason, reasons } from "./forcing/not-forced.ts";
export { sampleOf } from "./forcing/sample.ts";
export type { DeadlinePort, FiredDeadline, Sleep } from "./live/served-time.ts";
export { startTestServer, type TestServer } from "./live/start-test-server.ts";
export type { ServedScenario } from "./live/test-server.ts";
export type { ServedResult } from "./live/thread-result.ts";
export type { Effect } from "./memory/memory-ports.ts";
export type { PathResult } from "./memory/path-result.ts";
export { type NodeResult, type NodeScenario, runNode } from "./run-node.ts";
export { type OnTestServer, type OverHttp, runPath } from "./run-path.ts";
export type { NodeAnswer, NodeScripts } from "./scenario/node-script.ts";
export {
  type Advance,
  advance,
  type Expiry,
  expire,
  type Fault,
  fail,
  type Input,
  type Scenario,
  type ScriptedAnswer,
  type SignalTurn,
  signal,
  type ToolAnswer,
} from "./scenario/scenario.ts";
export { testGraph } from "./test-graph.ts";
