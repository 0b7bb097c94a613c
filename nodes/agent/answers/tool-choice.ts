/** Makes a model call a tool where only a call can be its answer. A server that refuses to be told so is asked again without it. */
import { messageOf } from "../../../language/issues/thrown.ts";
import { isRecord } from "../../../language/schema/is-record.ts";
import { rootOf } from "../../attempts/classify-error.ts";
import type { AgentModel } from "../../models/make-model.ts";
import type { AskModel, ModelRequest, Response } from "./model-call.ts";

/** The word that every provider's package knows; LangChain's own type lists OpenAI's only. */
const FORCED = "any" as "required";

export class ToolChoice {
  readonly #isForced: boolean;
  readonly #otherwise: "auto" | undefined;
  readonly #refusedBy = new Set<string>();

  /** `otherwise`: LangChain forces a call by itself where it has a tool for the output. */
  constructor({ isForced, otherwise }: { readonly isForced: boolean; readonly otherwise: "auto" | undefined }) {
    this.#isForced = isForced;
    this.#otherwise = otherwise;
  }

  async ask(request: ModelRequest, { key }: AgentModel, ask: AskModel): Promise<Response> {
    if (!this.#isForced) return ask(request);
    const free = this.#otherwise === undefined ? request : { ...request, toolChoice: this.#otherwise };
    if (this.#refusedBy.has(key)) return ask(free);
    try {
      return await ask({ ...request, toolChoice: FORCED });
    } catch (error) {
      if (!isRefused(error)) throw error;
      this.#refusedBy.add(key);
      return ask(free);
    }
  }
}

/** The provider names the field that it does not take. */
function isRefused(thrown: unknown): boolean {
  const root = rootOf(thrown);
  const status = isRecord(root) ? Number(root.status ?? Number.NaN) : Number.NaN;
  return status >= 400 && status < 500 && status !== 429 && /tool[_ ]?choice/i.test(messageOf(root));
}
