/** One visit of a scripted model agent: what its model calls answer, one after the other, whichever of its models is called. */
import { isAgentError } from "../../language/kinds/agent/agent-errors.ts";
import { AgentFailure } from "../../nodes/attempts/failures.ts";
import type { NodeAnswer } from "../scenario/node-script.ts";
import { failAs, failureAt, type Labelled, labelled, type ScriptContext } from "./follow-script.ts";

/** An answer that cannot be read. */
export const GARBLED = "garbled";

export class ModelVisit {
  readonly #node: string;
  readonly #answer: NodeAnswer;
  readonly #stage: ScriptContext;
  #calls = 0;

  constructor(node: string, answer: NodeAnswer, stage: ScriptContext) {
    this.#node = node;
    this.#answer = answer;
    this.#stage = stage;
  }

  /** `prompt` holds the node's constants. */
  async next(prompt: string, signal: AbortSignal): Promise<Labelled | typeof GARBLED> {
    this.#calls += 1;
    if (this.#calls === 1 && prompt !== "") this.#stage.details.add(this.#node, `is given ${prompt}`);
    const code = failureAt(this.#answer, this.#calls);
    if (code === "malformed") return GARBLED;
    if (code !== undefined && code !== "timeout" && isAgentError(code)) throw new AgentFailure(code, "forced by the test");
    if (code !== undefined) return failAs(code, { node: this.#node, signal }, this.#stage.time);
    return labelled(this.#answer, { node: this.#node, signal }, this.#stage.time);
  }

  /** After the tools that it has called. */
  last(): Labelled {
    return "label" in this.#answer ? this.#answer : { label: "next" };
  }
}
