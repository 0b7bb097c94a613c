/** What a user's vitest imports as `signalbox/testkit`. */
import "./matchers.ts";

export type { Effect } from "./memory-ports.ts";
export type { PathResult } from "./path-run.ts";
export { runPath } from "./run-path.ts";
export { type Advance, advance, type Expiry, expire, type Fault, fail, type Scenario, type SignalTurn, signal } from "./scenario.ts";
