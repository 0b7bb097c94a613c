/** Serialises state: refuses values that would not be read back unchanged, revives only messages, and applies the cipher. */
import { BaseMessage } from "@langchain/core/messages";
import { Command, Send } from "@langchain/langgraph";
import { DeltaSnapshot, JsonPlusSerializer, type SerializerProtocol } from "@langchain/langgraph-checkpoint";
import { SignalboxError } from "../../language/issues/errors.ts";
import { walkStorable } from "../../language/schema/storable.ts";

/** Encrypts what checkpoints hold, for example with AES-GCM and a key from a key management service. */
export interface Cipher {
  readonly encrypt: (plain: Uint8Array) => Uint8Array | Promise<Uint8Array>;
  readonly decrypt: (sealed: Uint8Array) => Uint8Array | Promise<Uint8Array>;
}

/** Suffix of the type of an encrypted value. */
const SEALED = "+sealed";

/** Cannot occur inside a JSON string, where quotes are escaped. */
const LC_KEY = '"lc":';

export class StateSerializer implements SerializerProtocol {
  readonly #plain = new JsonPlusSerializer();
  readonly #cipher: Cipher | undefined;

  constructor(cipher?: Cipher) {
    this.#cipher = cipher;
  }

  /** @throws UNSTORABLE_STATE with the place in `path`; the caller adds the channel. */
  async dumpsTyped(value: unknown): Promise<[string, Uint8Array]> {
    const { unstorable } = walkStorable(value, { known });
    if (unstorable) {
      const place = unstorable.path.length === 0 ? "" : `, at ${unstorable.path.join(".")}`;
      throw new SignalboxError("UNSTORABLE_STATE", `it cannot be stored${place}: ${unstorable.problem}`, { path: unstorable.path });
    }
    const [type, bytes] = await this.#plain.dumpsTyped(value);
    return this.#cipher ? [`${type}${SEALED}`, await this.#cipher.encrypt(bytes)] : [type, bytes];
  }

  async loadsTyped(type: string, data: Uint8Array | string): Promise<unknown> {
    if (type.endsWith(SEALED)) return this.loadsTyped(type.slice(0, -SEALED.length), await this.#decrypted(data));
    if (type !== "json") return this.#plain.loadsTyped(type, data);
    const text = typeof data === "string" ? data : new TextDecoder().decode(data);
    // most values have nothing to revive
    const parsed: unknown = JSON.parse(text);
    if (!text.includes(LC_KEY)) return parsed;
    rejectForeignConstructors(parsed);
    return this.#plain.loadsTyped(type, text);
  }

  async #decrypted(data: Uint8Array | string): Promise<Uint8Array> {
    if (this.#cipher && typeof data !== "string") return this.#cipher.decrypt(data);
    throw new SignalboxError("STATE_SEALED", "A checkpoint is encrypted, and this process has no cipher.");
  }
}

/** Returns the contents of LangGraph's own objects and of those that its serializer reads back exactly, so that they are checked as well. */
function known(value: object): unknown {
  if (value instanceof BaseMessage) return value.toDict().data;
  if (value instanceof Send) return { node: value.node, args: value.args };
  if (value instanceof Command) return { resume: value.resume, goto: value.goto, update: value.update };
  if (value instanceof DeltaSnapshot) return { value: value.value };
  if (value instanceof Set) return [...value];
  if (value instanceof Map) return [...value.entries()];
  if (value instanceof Error) return { message: value.message };
  return value instanceof RegExp || value instanceof Uint8Array ? {} : undefined;
}

/** `lc: 1` names a class to construct. Only LangChain's messages are allowed. */
function rejectForeignConstructors(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  if ("lc" in value && value.lc === 1 && "type" in value && value.type === "constructor") {
    const id = "id" in value ? value.id : undefined;
    if (!(Array.isArray(id) && id[0] === "langchain_core" && id[1] === "messages"))
      throw new SignalboxError("STATE_UNREADABLE", `A checkpoint holds a ${JSON.stringify(id)}, which cannot be read back.`, { id });
  }
  for (const child of Object.values(value)) rejectForeignConstructors(child);
}
