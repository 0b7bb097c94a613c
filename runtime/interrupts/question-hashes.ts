/** Fingerprints of what a person was asked, of what was shown, and of the channels that must still hold the same when the answer comes. */
import { createHash } from "node:crypto";
import { canonicalJson } from "../../language/schema/canonical-json.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import { isQuestionPayload, type QuestionPayload } from "../../nodes/interrupt/question-payload.ts";
import { REVIEW_KEYS } from "../../nodes/interrupt/review.ts";

export interface QuestionHashes {
  readonly questionHash: string;
  /** Null for the interrupt of a raw LangGraph. */
  readonly shownHash: string | null;
  /** Null where the question binds nothing. */
  readonly boundHash: string | null;
}

/** `values` are those of the graph that asks; null when the question comes from a graph inside it. */
export function hashesOf(payload: unknown, values: unknown): QuestionHashes {
  if (!isQuestionPayload(payload)) return { questionHash: hash(payload), shownHash: null, boundHash: null };
  const { shows, problem: _, ...rest } = payload;
  // the same question, whether or not it was also asked in an inbox's form
  const question = Object.fromEntries(Object.entries(rest).filter(([key]) => !reviewKeys.has(key)));
  return { questionHash: hash(question), shownHash: hash(shows), boundHash: boundHash(payload, values) };
}

const reviewKeys = new Set<string>(REVIEW_KEYS);

export function boundHash({ bind = [] }: Pick<QuestionPayload, "bind">, values: unknown): string | null {
  if (bind.length === 0 || !isRecord(values)) return null;
  return hash(bind.map((channel) => values[channel] ?? null));
}

const hash = (value: unknown): string =>
  createHash("sha256")
    .update(canonicalJson(value ?? null))
    .digest("hex");
