/** A scenario's answers: each node's in order, shared by all threads of the scenario. */
import type { Answer } from "../nodes/answer.ts";
import type { Scenario } from "./scenario.ts";

export class AnswerBook {
  private readonly left: Map<string, (string | Answer)[]>;

  constructor(answers: Scenario["answers"] = {}) {
    const lists = Object.entries(answers).map(
      ([node, given]) => [node, Array.isArray(given) ? [...given] : [given as string | Answer]] as const,
    );
    this.left = new Map(lists);
  }

  /** The node's next answer; undefined when it has no more. */
  take(node: string): string | Answer | undefined {
    return this.left.get(node)?.shift();
  }
}
