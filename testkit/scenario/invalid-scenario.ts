/** The failure of a scenario that does not fit its graph: it is thrown, and never a result's error. */
import { SignalboxError } from "../../language/issues/errors.ts";

export function invalidScenario(graph: string, problems: readonly string[]): SignalboxError {
  const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
  const message = `The scenario of graph "${graph}" has ${count}:\n${problems.map((line) => `  ${line}`).join("\n")}`;
  return new SignalboxError("SCENARIO_INVALID", message, { graph, problems });
}

export const isInvalidScenario = (error: unknown): boolean => error instanceof SignalboxError && error.code === "SCENARIO_INVALID";
