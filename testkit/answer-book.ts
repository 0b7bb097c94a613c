/** A scenario's answers: each node's in order, shared by all threads of the scenario. */
import type { Scenario, ScriptedAnswer } from "./scenario.ts";

export class AnswerBook {
  private readonly left: Map<string, ScriptedAnswer[]>;

  constructor(answers: Scenario["answers"] = {}) {
    const lists = Object.entries(answers).map(
      ([node, given]) => [node, Array.isArray(given) ? [...given] : [given as ScriptedAnswer]] as const,
    );
    this.left = new Map(lists);
  }

  /** The node's next answer; undefined when it has no more. */
  take(node: string): ScriptedAnswer | undefined {
    return this.left.get(node)?.shift();
  }
}
