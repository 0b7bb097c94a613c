/** Writes the report out of the findings, word for word from the passages, each with its source. No model: it invents nothing. */
import { z } from "zod";
import { agent } from "../../language/index.ts";
import { Finding } from "./subtask.ts";
import { stemsOf } from "./terms.ts";

const SENTENCES_A_PASSAGE = 2;

export const writer = agent({
  args: z.object({ topic: z.string(), findings: z.array(Finding) }),
  output: z.string(),
  run: async ({ topic, findings }) => {
    const sources = [...new Set(findings.flatMap(({ passages }) => passages.map(({ source }) => source)))];
    const told = new Set<string>();
    const paragraphs = findings.flatMap(({ ask, passages }) =>
      passages.flatMap(({ source, text }) => {
        const news = bestSentences(text, `${topic} ${ask}`).filter((sentence) => !told.has(sentence));
        for (const sentence of news) told.add(sentence);
        return news.length === 0 ? [] : [`${news.join(" ")} [${sources.indexOf(source) + 1}]`];
      }),
    );
    const list = sources.map((source, at) => `[${at + 1}] ${source}`);
    return [`# ${topic}`, ...paragraphs, ...(list.length > 0 ? ["## Sources", list.join("\n")] : [])].join("\n\n");
  },
});

/** Says at the end what nobody found. Optional, because the bound that leads here could in principle be spent before a report is written. */
export const admitGaps = agent({
  args: z.object({ report: z.string().optional(), gaps: z.array(z.string()).optional() }),
  output: z.string(),
  run: async ({ report = "", gaps = [] }) => `${report}\n\n## Not found\n\nThe corpus says nothing about: ${gaps.join(", ")}.`,
});

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
