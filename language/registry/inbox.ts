/** The words of LangChain's inboxes, and which of a question's decisions each of them gives. Pure: reads forms, never answers. */
import type { z } from "zod";
import { type FieldSchema, fieldsOf, type JsonSchema, resolve } from "../schema/json-schema.ts";

/** What an inbox can answer. */
export const inboxVerbs = ["approve", "edit", "reject", "respond"] as const;
export type InboxVerb = (typeof inboxVerbs)[number];

/** The keys of a question's `inbox`: Agent Inbox says `accept` where the others say `approve`. */
export const inboxWords = ["accept", ...inboxVerbs] as const;

type Input<F> = F extends z.ZodType ? z.input<F> : null;
/** Nothing need be filled in. */
type Bare<I> = I extends null ? true : Record<never, never> extends I ? true : false;
/** One text fills the form. */
type OneText<I> = Bare<I> extends true ? true : { [K in keyof I]-?: Record<K, string> extends I ? true : never }[keyof I];
type Where<F, Fits> = { [D in keyof F]: Fits[D & keyof Fits] extends true ? D : never }[keyof F];
type BareForms<F> = { [D in keyof F]: Bare<Input<F[D]>> };
type TextForms<F> = { [D in keyof F]: true extends OneText<Input<F[D]>> ? true : false };
type ObjectForms<F> = { [D in keyof F]: Input<F[D]> extends object ? true : false };

/** A word that is itself a decision gives that one. */
type Free<F, Word extends string, D> = [Extract<keyof F, Word>] extends [never] ? D : never;

/** Which decision an inbox's word gives, where no decision has that name: only one whose form the word can fill. */
export type InboxMap<F> = {
  /** Agent Inbox says accept where others say approve: one of the two is enough. */
  readonly accept?: Free<F, "accept" | "approve", Where<F, BareForms<F>>>;
  readonly approve?: Free<F, "accept" | "approve", Where<F, BareForms<F>>>;
  readonly edit?: Free<F, "edit", Where<F, ObjectForms<F>>>;
  readonly reject?: Free<F, "reject", Where<F, TextForms<F>>>;
  readonly respond?: Free<F, "respond", Where<F, TextForms<F>>>;
};

export interface InboxOffer {
  readonly decision: string;
  /** The field of the decision's form that takes the message of a refusal or a response. Without one it is the decision's reason. */
  readonly text?: string;
}
export type InboxOffers = { readonly [V in InboxVerb]?: InboxOffer };

/** Decision → JSON Schema of its form, or null. */
export type Forms = Readonly<Record<string, JsonSchema | null>>;

/** What an inbox may answer to a question: what has no decision, or one whose form an inbox cannot fill, is not offered. */
export function inboxOffers(forms: Forms, inbox: Readonly<Record<string, string | undefined>> = {}): InboxOffers {
  return Object.fromEntries(
    inboxVerbs.flatMap((verb) => {
      const words = wordsOf(verb);
      const given = words.flatMap((word) => inbox[word] ?? []);
      const decision = [...words, ...given].find((name) => Object.hasOwn(forms, name));
      const offer = decision === undefined ? undefined : offerOf(verb, decision, forms[decision] ?? null);
      return offer ? [[verb, offer]] : [];
    }),
  );
}

/** Undefined: the word cannot fill the decision's form. */
export function offerOf(verb: InboxVerb, decision: string, form: JsonSchema | null): InboxOffer | undefined {
  if (!form) return verb === "edit" ? undefined : { decision };
  const isObject = resolve(form, form).type === "object";
  if (verb === "edit") return isObject ? { decision } : undefined;
  const fields = isObject ? [...fieldsOf(form)] : [];
  const needed = fields.filter(([, { required }]) => required);
  if (verb === "approve") return isObject && needed.length === 0 ? { decision } : undefined;
  const [text, ...others] = (needed.length > 0 ? needed : fields).filter(isText);
  if (needed.length > 1 || (needed.length === 1 && !text) || !isObject) return undefined;
  return { decision, ...(text && others.length === 0 && { text: text[0] }) };
}

export const verbOf = (word: string): InboxVerb | undefined => (word === "accept" ? "approve" : inboxVerbs.find((verb) => verb === word));

/** The names that a decision of this verb may have. */
export const wordsOf = (verb: InboxVerb): readonly string[] => (verb === "approve" ? ["approve", "accept"] : [verb]);

const isText = ([, { schema }]: readonly [string, FieldSchema]): boolean => schema.type === "string" && schema.enum === undefined;
