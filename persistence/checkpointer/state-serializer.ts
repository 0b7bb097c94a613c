/** Serialises state: refuses values that would not be read back unchanged, revives only messages, and applies the cipher. */
import { BaseMessage } from "@langchain/core/messages";
import { Command, Send } from "@langchain/langgraph";
import { DeltaSnapshot, JsonPlusSerializer, type SerializerProtocol } from "@langchain/langgraph-checkpoint";
import { SignalboxError } from "../../language/issues/errors.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import { negativeZero } from "../../language/schema/json-text.ts";
import { walkStorable } from "../../language/schema/storable.ts";
import { NotRevived, revive } from "./reading/revive-values.ts";

/** Encrypts what checkpoints hold, for example with AES-GCM and a key from a key management service. */
export interface Cipher {
  readonly encrypt: (plain: Uint8Array) => Uint8Array | Promise<Uint8Array>;
  readonly decrypt: (sealed: Uint8Array) => Uint8Array | Promise<Uint8Array>;
}

/** Suffix of the type of an encrypted value. */
const SEALED = "+sealed";

/** The type of what is new in a list. A process that does not know it fails, and reads no wrong list. */
const CHANGE = "change";

export const isChange = (type: string): boolean => type.startsWith(CHANGE);
export const changeTypeOf = (type: string): string => type.replace(/^json/, CHANGE);
export const plainTypeOf = (type: string): string => type.replace(/^change/, "json");

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
    const { unstorable, hasNegativeZero } = walkStorable(value, { known });
    if (unstorable) {
      const place = unstorable.path.length === 0 ? "" : `, at ${unstorable.path.join(".")}`;
      throw new SignalboxError("UNSTORABLE_STATE", `it cannot be stored${place}: ${unstorable.problem}`, { path: unstorable.path });
    }
    const [type, bytes] = await this.#plain.dumpsTyped(hasNegativeZero ? withNegativeZero(value) : value);
    return this.#cipher ? [`${type}${SEALED}`, await this.#cipher.encrypt(bytes)] : [type, bytes];
  }

  async loadsTyped(type: string, data: Uint8Array | string): Promise<unknown> {
    if (type.endsWith(SEALED)) return this.loadsTyped(type.slice(0, -SEALED.length), await this.#decrypted(data));
    // the driver gives a Buffer
    if (type === "bytes" && typeof data !== "string") return new Uint8Array(data);
    if (type !== "json") return this.#plain.loadsTyped(type, data);
    const text = typeof data === "string" ? data : new TextDecoder().decode(data);
    // most values have nothing to revive
    if (!text.includes(LC_KEY)) return JSON.parse(text);
    try {
      return revive(JSON.parse(text));
    } catch (error) {
      if (!(error instanceof NotRevived)) throw error;
    }
    rejectForeignConstructors(JSON.parse(text));
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
  return knownOfJavaScript(value);
}

/** Those that are read back as they were: not their subclasses, and no error with more than a message. */
function knownOfJavaScript(value: object): unknown {
  const kind = value.constructor;
  if (kind === Set) return [...(value as Set<unknown>)];
  if (kind === Map) return [...(value as Map<unknown, unknown>).entries()];
  if (value instanceof Error) {
    const isPlain = kind === Error && value.name === "Error" && value.cause === undefined && Object.keys(value).length === 0;
    return isPlain ? { message: value.message } : undefined;
  }
  return kind === RegExp || kind === Uint8Array ? {} : undefined;
}

/** A copy in which JSON.stringify writes -0 as it is. */
function withNegativeZero(value: unknown): unknown {
  if (Object.is(value, -0)) return negativeZero;
  if (Array.isArray(value)) return value.map(withNegativeZero);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [withNegativeZero(key), withNegativeZero(item)]));
  if (value instanceof Set) return new Set([...value].map(withNegativeZero));
  if (!isRecord(value) || (Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withNegativeZero(item)]));
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
