/** A scenario's answers: each node's in order, shared by all threads of the scenario. Items without answers of their own share those of their node. */
import { withoutItem } from "../../language/terms/visit-name.ts";
import type { Answer } from "../../nodes/interrupt/answer.ts";
import type { Expiry, Scenario, ScriptedAnswer } from "./scenario.ts";

/** An answer may be any value. */
interface Given {
  readonly value: unknown;
}

export class AnswerBook {
  readonly #answers: Queues<ScriptedAnswer>;
  readonly #approvals: Queues<unknown>;
  readonly #resumes: Queues<unknown>;

  constructor({ answers = {}, approvals = {}, resumes = {} }: Pick<Scenario, "answers" | "approvals" | "resumes">) {
    this.#answers = new Queues(answers);
    this.#approvals = new Queues(approvals);
    this.#resumes = new Queues(resumes);
  }

  /** The node's next answer, if one comes without that time passes. */
  takeNow(node: string): string | Answer | undefined {
    const queue = this.#answers.of(node);
    const [next] = queue;
    if (next === undefined || isExpiry(next)) return undefined;
    queue.shift();
    return next;
  }

  /** No answer comes to the node's next question until it expires. */
  expiresNext(node: string): boolean {
    const [next] = this.#answers.of(node);
    return next !== undefined && isExpiry(next);
  }

  takeExpiry(node: string): void {
    if (this.expiresNext(node)) this.#answers.of(node).shift();
  }

  /** The next answer to the node's question about tool calls. */
  takeApproval(node: string): Given | undefined {
    return this.#approvals.take(node);
  }

  /** What the next `interrupt()` of the node's code returns. */
  takeResume(node: string): Given | undefined {
    return this.#resumes.take(node);
  }
}

class Queues<T> {
  readonly #left: Map<string, T[]>;

  constructor(given: Readonly<Record<string, T | readonly T[]>>) {
    this.#left = new Map(Object.entries(given).map(([node, one]) => [node, [one].flat() as T[]]));
  }

  of(node: string): T[] {
    return this.#left.get(node) ?? this.#left.get(withoutItem(node)) ?? [];
  }

  take(node: string): Given | undefined {
    const queue = this.of(node);
    return queue.length === 0 ? undefined : { value: queue.shift() };
  }
}

const isExpiry = (answer: ScriptedAnswer): answer is Expiry => typeof answer === "object" && "expires" in answer;
