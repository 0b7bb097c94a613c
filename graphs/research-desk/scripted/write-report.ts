/** Writes a report out of the findings, word for word from the passages, each with its source. It invents nothing. */
import { stemsOf } from "../terms.ts";
import type { Brief } from "./read-brief.ts";

const SENTENCES_A_PASSAGE = 2;

export function writeReport({ topic, findings }: Brief): string {
  const sources = [...new Set(findings.flatMap(({ passages }) => passages.map(({ source }) => source)))];
  const reported = new Set<string>();
  const paragraphs = findings.flatMap(({ ask, passages }) =>
    passages.flatMap(({ source, text }) => {
      const news = bestSentences(text, `${topic} ${ask}`).filter((sentence) => !reported.has(sentence));
      for (const sentence of news) reported.add(sentence);
      return news.length === 0 ? [] : [`${news.join(" ")} [${sources.indexOf(source) + 1}]`];
    }),
  );
  const list = sources.map((source, at) => `[${at + 1}] ${source}`);
  return [`# ${topic}`, ...paragraphs, ...(list.length > 0 ? ["## Sources", list.join("\n")] : [])].join("\n\n");
}

/** The sentences that share most words with the question, in the order of the text. */
function bestSentences(text: string, question: string): string[] {
  const wanted = new Set(stemsOf(question));
  const sentences = text.split(/(?<=[.!?])\s+/);
  const scored = sentences.map((sentence, at) => ({ at, sentence, shared: stemsOf(sentence).filter((stem) => wanted.has(stem)).length }));
  return scored
    .sort((one, other) => other.shared - one.shared || one.at - other.at)
    .slice(0, SENTENCES_A_PASSAGE)
    .sort((one, other) => one.at - other.at)
    .map(({ sentence }) => sentence);
}
