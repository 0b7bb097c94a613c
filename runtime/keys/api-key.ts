/** The text of an API key, `sbk_<id>_<secret>`, and its hash. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** 32 random bytes are 43 characters. */
const KEY = /^sbk_([0-9a-f]{12})_([\w-]{43})$/;

export const isApiKey = (text: string): boolean => text.startsWith("sbk_");

export function newApiKey(): { readonly id: string; readonly key: string; readonly hash: Buffer } {
  const id = randomBytes(6).toString("hex");
  const key = `sbk_${id}_${randomBytes(32).toString("base64url")}`;
  return { id, key, hash: hashOf(key) };
}

/** Undefined: no key has this form. */
export const idOfKey = (key: string): string | undefined => KEY.exec(key)?.[1];

export const isKeyOf = (key: string, hash: Uint8Array): boolean => hash.byteLength === 32 && timingSafeEqual(hashOf(key), hash);

const hashOf = (key: string): Buffer => createHash("sha256").update(key).digest();
