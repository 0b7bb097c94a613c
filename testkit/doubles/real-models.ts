/** Keeps real models out of path tests: a call of one is refused before it leaves the process, and fails the test whatever edge takes the failure. */
import { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import type { Serialized } from "@langchain/core/load/serializable";
import { SignalboxError } from "../../language/issues/errors.ts";
import { isRecord } from "../../language/schema/is-record.ts";

/** LangChain's fakes name their type so. A double of one's own can do the same. */
const FAKE = "fake";
/** Those of the test kit. */
const OWN = ["ScriptedChatModel", "RefusedModel"];

export class RealModels {
  /** `models: "real"`. */
  readonly #areAllowed: boolean;
  /** Classes of models that are known to be fakes. */
  readonly #fakes = new Set(OWN);
  #refusal: SignalboxError | undefined;

  constructor({ areAllowed }: { readonly areAllowed: boolean }) {
    this.#areAllowed = areAllowed;
  }

  /** @throws REAL_MODEL_IN_TEST if the scenario has called a real model. */
  assertNone(): void {
    if (this.#refusal) throw this.#refusal;
  }

  /** The model, or one in its place that refuses to be called. `make` may fail because this machine has no key for the model. */
  async admit(who: string, make: () => unknown): Promise<unknown> {
    if (this.#areAllowed) return make();
    const refuse = (what: string, cause?: unknown) => this.#refuse(who, what, cause);
    let model: unknown;
    try {
      model = await make();
    } catch (cause) {
      return new RefusedModel("a real model", () => refuse("a real model", cause));
    }
    if (!isRecord(model)) return model;
    const { _llmType: type } = model;
    const name = nameOf(model);
    if (typeof type !== "function") return model;
    if (!String(type.call(model)).startsWith(FAKE)) return new RefusedModel(name, () => refuse(name));
    this.#fakes.add(name);
    return model;
  }

  /** A model that the scenario gives in the place of another. */
  async double(make: () => unknown): Promise<unknown> {
    const model = await make();
    if (isRecord(model)) this.#fakes.add(nameOf(model));
    return model;
  }

  /** Sees the models that code of the application calls by itself. */
  get handlers(): readonly BaseCallbackHandler[] {
    if (this.#areAllowed) return [];
    const look = ({ id }: Serialized, metadata: Readonly<Record<string, unknown>> | undefined) => {
      const name = id.at(-1) ?? "";
      if (this.#fakes.has(name) || name.toLowerCase().startsWith(FAKE)) return;
      throw this.#refuse(`the code of node "${nodeIn(metadata)}"`, name);
    };
    return [new ModelLookOut(look)];
  }

  #refuse(who: string, model: string, cause?: unknown): SignalboxError {
    const message = `${who} would call ${model}. Give the scenario a double for it (agents, nodes or models), or say models: "real".`;
    this.#refusal ??= new SignalboxError("REAL_MODEL_IN_TEST", message, { model, ...(cause !== undefined && { cause }) });
    return this.#refusal;
  }
}

function nameOf(model: Readonly<Record<string, unknown>>): string {
  const { constructor: made } = model;
  return typeof made === "function" ? made.name : "a model";
}

/** The nodes around the call, the outermost first: `s/ask`. */
function nodeIn({ langgraph_checkpoint_ns: namespace, langgraph_node: node }: Readonly<Record<string, unknown>> = {}): string {
  const names = String(namespace ?? "")
    .split("|")
    .map((part) => part.split(":", 1)[0] ?? "");
  return names.filter(Boolean).join("/") || String(node ?? "");
}

class RefusedModel extends BaseChatModel {
  readonly model: string;
  readonly #refuse: () => Error;

  constructor(model: string, refuse: () => Error) {
    super({});
    this.model = model;
    this.#refuse = refuse;
  }

  override _llmType(): string {
    return "refused";
  }

  override bindTools(): this {
    return this;
  }

  override async _generate(): Promise<never> {
    throw this.#refuse();
  }
}

type Look = (model: Serialized, metadata: Record<string, unknown> | undefined) => void;

class ModelLookOut extends BaseCallbackHandler {
  readonly name = "signalbox-no-real-models";
  override awaitHandlers = true;
  override raiseError = true;
  readonly #look: Look;

  constructor(look: Look) {
    super();
    this.#look = look;
  }

  override handleChatModelStart(
    ...[model, , , , , , metadata]: Parameters<NonNullable<BaseCallbackHandler["handleChatModelStart"]>>
  ): void {
    this.#look(model, metadata);
  }

  override handleLLMStart(...[model, , , , , , metadata]: Parameters<NonNullable<BaseCallbackHandler["handleLLMStart"]>>): void {
    this.#look(model, metadata);
  }
}
