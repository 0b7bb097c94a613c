/** An inbox's answer to a question, as the question's own: which decision the word gives, and what fills its form. */
import { type InboxOffer, type InboxVerb, inboxOffers, offerOf, verbOf } from "../../language/registry/inbox.ts";
import { canonicalJson } from "../../language/schema/canonical-json.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import { fieldsOf } from "../../language/schema/json-schema.ts";
import type { Answer, Misfit } from "./answer.ts";
import type { QuestionPayload } from "./question-payload.ts";
import { type InboxEntry, inboxEntries, readEdited } from "./review.ts";

export type ReadInbox =
  | {
      readonly ok: true;
      readonly answer: unknown;
      /** What was said beside a decision that has no form for it. */
      readonly reason?: string | undefined;
    }
  /** The question stays open. */
  | { readonly ok: true; readonly ignored: true }
  | Misfit;

type Asked = Pick<QuestionPayload, "decisions" | "inbox" | "actionRequests">;

/** Any other answer is returned as it is. */
export function readInboxAnswer(question: Asked, answer: unknown): ReadInbox {
  const entries = inboxEntries(answer);
  if (!entries) return { ok: true, answer };
  const [entry, ...others] = entries;
  if (!entry || others.length > 0) return misfit([], `${entries.length} decisions for one question: give one`);
  if (entry.word === "ignore") return { ok: true, ignored: true };
  const chosen = chosenBy(question, entry.word);
  return "ok" in chosen ? chosen : answerWith(question, entry, chosen);
}

interface Chosen extends InboxOffer {
  readonly verb: InboxVerb;
}

function chosenBy({ decisions, inbox }: Asked, word: string): Chosen | Misfit {
  const offers = inboxOffers(decisions, inbox);
  // Agent Inbox shows its response where a call may be rejected
  const verb = word === "response" ? (offers.respond ? "respond" : "reject") : verbOf(word);
  const own = word === "accept" && Object.hasOwn(decisions, word) ? offerOf("approve", word, decisions[word] ?? null) : undefined;
  const offer = own ?? (verb && offers[verb]);
  if (verb && offer) return { verb, ...offer };
  const offered = Object.keys(offers);
  const others = `{ decision, form? } with one of ${Object.keys(decisions).join(", ")}`;
  return misfit(["type"], `the question has no decision for "${word}": it takes ${[...offered, others].join(", ")}`);
}

function answerWith(question: Asked, { message, edited }: InboxEntry, { verb, decision, text }: Chosen): ReadInbox {
  if (verb === "edit") return editWith(question, edited, decision);
  if (verb === "approve" || message === undefined) return { ok: true, answer: { decision }, reason: message };
  if (text === undefined) return { ok: true, answer: { decision }, reason: message };
  return { ok: true, answer: { decision, form: { [text]: message } } satisfies Answer };
}

/** An inbox sends back all that it showed: only what the form takes may differ. */
function editWith({ decisions, actionRequests: [shown] = [] }: Asked, edited: unknown, decision: string): ReadInbox {
  const args = isRecord(edited) ? edited.args : undefined;
  if (!isRecord(args)) return misfit(["editedAction"], "an edit is { editedAction: { name, args } }");
  const fields = fieldsOf(decisions[decision] ?? {});
  const before = shown?.args ?? {};
  for (const [name, value] of Object.entries(args)) {
    if (fields.has(name) || isSame(before[name], value)) continue;
    return misfit(["editedAction", "args", name], `"${name}" cannot be edited here, only ${[...fields.keys()].join(", ")}`);
  }
  const form = Object.entries(args).flatMap(([name, value]) => (fields.has(name) ? [[name, readEdited(before[name], value)]] : []));
  return { ok: true, answer: { decision, form: Object.fromEntries(form) } satisfies Answer };
}

const isSame = (shown: unknown, sent: unknown): boolean =>
  canonicalJson(shown ?? null) === canonicalJson(readEdited(shown, sent) ?? null) || String(shown) === sent;

const misfit = (path: readonly string[], problem: string): Misfit => ({ ok: false, path: ["decisions", 0, ...path], problem });
