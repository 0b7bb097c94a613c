/** A scenario's answers: each node's in order, shared by all threads of the scenario. */
import type { Scenario, ScriptedAnswer, ToolAnswer } from "./scenario.ts";

export class AnswerBook {
  readonly #left: Map<string, ScriptedAnswer[]>;
  readonly #approvals: Map<string, ToolAnswer[]>;

  constructor(answers: Scenario["answers"] = {}, approvals: Scenario["approvals"] = {}) {
    this.#left = new Map(Object.entries(answers).map(([node, given]) => [node, [given].flat()]));
    this.#approvals = new Map(Object.entries(approvals).map(([node, given]) => [node, [...given]]));
  }

  /** The node's next answer; undefined when it has no more. */
  take(node: string): ScriptedAnswer | undefined {
    return this.#left.get(node)?.shift();
  }

  /** The next answer to the node's question about tool calls. */
  takeApproval(node: string): ToolAnswer | undefined {
    return this.#approvals.get(node)?.shift();
  }
}
