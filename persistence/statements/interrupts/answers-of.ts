/** SQL and reading of the answers that a question has, beside the question itself. */
import type { AnswerRow } from "./rows.ts";

/** Oldest first. `id` is an SQL expression. */
export const answersOf = (id: string): string =>
  `(select coalesce(json_agg(a order by a.at, a.by), '[]') from signalbox.answers a where a.interrupt_id = ${id})`;

/** Those that were changed. */
export const replacedAnswersOf = (id: string): string =>
  `(select coalesce(json_agg(a order by a.replaced_at), '[]') from signalbox.replaced_answers a where a.interrupt_id = ${id})`;

/** What was read as JSON has its times as text. */
export type InJson<Row extends { readonly at: Date }> = Omit<Row, "at"> & { readonly at: string };

export const inTime = <Row extends { readonly at: string }>(row: Row) => ({ ...row, at: new Date(row.at) });

export type WithAnswersInJson<Row extends { readonly answers: readonly AnswerRow[] }> = Omit<Row, "answers"> & {
  readonly answers: readonly InJson<AnswerRow>[];
};

export const withAnswers = <Row extends { readonly answers: readonly InJson<AnswerRow>[] }>(row: Row) => ({
  ...row,
  answers: row.answers.map(inTime),
});
