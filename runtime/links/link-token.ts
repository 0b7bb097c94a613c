/** The text of a decision link, `sbl_<key id>.<claims>.<signature>`: what it allows is in it, signed with HMAC-SHA-256, and stored nowhere. */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { SignalboxError } from "../../language/issues/errors.ts";

const person = z.strictObject({ id: z.string(), name: z.string().optional() });

const claimsShape = z.strictObject({
  v: z.literal(1),
  /** Its own id: it is revoked by it, and takes effect once. */
  id: z.string(),
  tenant: z.string(),
  thread: z.string(),
  interrupt: z.string(),
  /** What was asked and shown when it was made. */
  question: z.string().nullable(),
  shown: z.string().nullable(),
  /** Null: the interrupt of a raw LangGraph, which has none. */
  decisions: z.array(z.string()).nullable(),
  /** With which its holder decides. */
  role: z.string().optional(),
  /** Who its holder is; without one, nobody in particular. */
  person: person.optional(),
  /** Whoever made it vouches that this person is no other one of its links. */
  distinct: z.boolean(),
  maker: z.strictObject({ id: z.string(), via: z.string() }),
  /** Milliseconds since 1970, by the database's clock. */
  ends: z.int(),
});

export type LinkClaims = z.infer<typeof claimsShape>;

/** Longer texts are not looked at. */
const LONGEST = 4_096;
const TOKEN = /^sbl_([0-9a-f]{8})\.([\w-]+)\.([\w-]{43})$/;
const LEAST_SECRET = 32;

export interface LinkKeys {
  /** Whether there is a key to sign with. */
  readonly areThere: boolean;
  sign(claims: LinkClaims): string;
  /** Undefined for a text that no key of these has signed. */
  read(token: string): LinkClaims | undefined;
}

/** The first secret signs; links of the others still count: for a rotation. @throws CONFIG_INVALID */
export function linkKeysOf(secrets: readonly string[]): LinkKeys {
  if (secrets.some((secret) => secret.length < LEAST_SECRET))
    throw new SignalboxError(
      "CONFIG_INVALID",
      `A secret for decision links has at least ${LEAST_SECRET} characters: openssl rand -base64 32`,
    );
  const byId = new Map(secrets.map((secret) => [idOf(secret), secret]));
  const [first] = byId;
  return {
    areThere: first !== undefined,
    sign(claims) {
      if (!first) throw new Error("There is no secret to sign links with.");
      const [id, secret] = first;
      const signed = `sbl_${id}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}`;
      return `${signed}.${signatureOf(signed, secret).toString("base64url")}`;
    },
    read(token) {
      const [, id = "", claims = "", signature = ""] = token.length > LONGEST ? [] : (TOKEN.exec(token) ?? []);
      const secret = byId.get(id);
      if (secret === undefined) return undefined;
      const given = Buffer.from(signature, "base64url");
      const expected = signatureOf(`sbl_${id}.${claims}`, secret);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
      return claimsShape.safeParse(JSON.parse(Buffer.from(claims, "base64url").toString())).data;
    },
  };
}

const signatureOf = (text: string, secret: string): Buffer => createHmac("sha256", secret).update(text).digest();

/** Tells which secret has signed, and nothing of it. */
const idOf = (secret: string): string => createHash("sha256").update(`signalbox link ${secret}`).digest("hex").slice(0, 8);
