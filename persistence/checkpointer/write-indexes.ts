/** The places of a task's writes in the database, which LangGraph gives by their order. */
import { INTERRUPT } from "@langchain/langgraph-checkpoint";

/** Below every index that LangGraph assigns. */
const FURTHER_QUESTIONS = -1_000;

/** One statement may not replace a row twice: the last write of an index counts, as with one statement per write. */
export const lastOfEach = <Write extends { readonly index: number }>(writes: readonly Write[]): Write[] => [
  ...new Map(writes.map((write) => [write.index, write])).values(),
];

/** Several questions of one task share an index in LangGraph, and the last would replace the others. The indexes keep the questions' order. */
export function withOwnIndexes<Write extends { readonly channel: string }>(writes: readonly Write[]): Write[] {
  const questions = writes.filter(({ channel }) => channel === INTERRUPT);
  const after = (write: Write) => questions.length - 1 - questions.indexOf(write);
  return writes.map((write) =>
    write.channel === INTERRUPT && after(write) > 0 ? { ...write, index: FURTHER_QUESTIONS - after(write) } : write,
  );
}
