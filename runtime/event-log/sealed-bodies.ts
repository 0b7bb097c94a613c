/** Encrypts what is stored of events as checkpoints are, if there is a cipher. */
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Cipher } from "../../persistence/checkpointer/state-serializer.ts";

/** Base64 never begins like JSON. */
const isPlain = (stored: string): boolean => stored.startsWith("[");

export class SealedBodies {
  readonly #cipher: Cipher | undefined;

  constructor(cipher?: Cipher) {
    this.#cipher = cipher;
  }

  /** `text` is a JSON list. */
  async seal(text: string): Promise<string> {
    return this.#cipher ? Buffer.from(await this.#cipher.encrypt(Buffer.from(text))).toString("base64") : text;
  }

  async open(stored: string): Promise<string> {
    if (isPlain(stored)) return stored;
    if (!this.#cipher) throw new SignalboxError("STATE_SEALED", "The events of a run are encrypted, and this process has no cipher.");
    return Buffer.from(await this.#cipher.decrypt(Buffer.from(stored, "base64"))).toString("utf8");
  }
}
