/** Ids of tool calls that are there and differ in the whole conversation: a result finds its call by nothing else. */
import { createHash } from "node:crypto";
import { AIMessage, type BaseMessage } from "@langchain/core/messages";

/** Mistral takes no other length. */
const LENGTH = 9;

export class CallIds {
  readonly #seed: string;
  readonly #taken: Set<string>;

  /** `seed` names the model call. */
  constructor(seed: string, conversation: readonly BaseMessage[]) {
    this.#seed = seed;
    const calls = conversation.flatMap((message) => (AIMessage.isInstance(message) ? (message.tool_calls ?? []) : []));
    this.#taken = new Set(calls.flatMap(({ id }) => id ?? []));
  }

  /** The provider's id, or another where that is empty, missing or taken. */
  of(given: unknown): string {
    let id = typeof given === "string" ? given : "";
    for (let n = this.#taken.size; id === "" || this.#taken.has(id); n++) id = this.#made(n);
    this.#taken.add(id);
    return id;
  }

  #made(n: number): string {
    const hash = createHash("sha256").update(`${this.#seed} ${n}`).digest("base64");
    return hash.replaceAll(/[^a-zA-Z0-9]/g, "").slice(0, LENGTH);
  }
}
