/**
 * Whether the answers that a run carries belong to what today's code asks. A declared graph asks what its definition says; of a graph built by hand
 * only running the task without the answer shows it, which repeats the code before its `interrupt()`, as the library does at every resume.
 */
import type { RunnableConfig } from "@langchain/core/runnables";
import type { CompiledGraph } from "../../compile/compile-graph.ts";
import { hasSameText, isSameCode } from "../../compile/hand-built/asking-code.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import { findInterrupts, type SeenInterrupt } from "../../persistence/statements/interrupts/seen-interrupts.ts";
import { forEngine } from "../../persistence/tenancy/tenant-sql.ts";
import { plainJson } from "../protocol/plain-json.ts";
import type { Services } from "../services.ts";
import { hashesOf } from "./question-hashes.ts";
import { UnwrittenSaver } from "./unwritten-saver.ts";

interface Answered {
  readonly graph: CompiledGraph;
  readonly config: RunnableConfig;
  readonly answers: Readonly<Record<string, unknown>>;
  readonly threadId: string;
  /** Whose the thread is. */
  readonly tenant: string;
}

/** The questions that the code has replaced by others under the same ids: their answers must not be taken. */
export async function replacedQuestions(
  services: Services,
  { graph, config, answers, threadId, tenant }: Answered,
): Promise<SeenInterrupt[]> {
  const answered = await findInterrupts(forEngine(services.database, tenant).sql, threadId, Object.keys(answers));
  const doubtful = answered.filter(({ asked_by }) => asked_by && !isSameCode(graph, asked_by));
  if (doubtful.length === 0) return [];
  const ask = () => askAgain(services, graph, { config, answered: answered.map(({ id }) => id) });
  const first = await ask();
  // a node that an earlier start gave its answer may have ended: then it asks no more
  const changed = doubtful.filter(
    (question) => !isAsked(question, first.hashes) && (first.hashes.has(question.id) || !first.given.has(question.id)),
  );
  const [gone] = changed.filter(({ id }) => !first.hashes.has(id));
  if (gone) throw noLongerAsked(gone);
  const unchanged = changed.filter(({ asked_by }) => asked_by && hasSameText(graph, asked_by));
  if (unchanged.length === 0) return changed;
  // the same text may ask something else each time, such as the time of day: then there is nothing to compare
  const second = await ask();
  return changed.filter((question) => !unchanged.includes(question) || first.hashes.get(question.id) === second.hashes.get(question.id));
}

interface Asked {
  /** What the waiting tasks ask, by the questions' ids. */
  readonly hashes: ReadonlyMap<string, string>;
  /** The questions whose answers an earlier start of the run has stored. */
  readonly given: ReadonlySet<string>;
}

/** Nothing is written, and no task after those that wait is run. */
async function askAgain(
  { saver }: Services,
  graph: CompiledGraph,
  { config, answered }: { readonly config: RunnableConfig; readonly answered: readonly string[] },
): Promise<Asked> {
  const unwritten = new UnwrittenSaver(saver, answered);
  const copy = graph.withConfig({}) as CompiledGraph; // as in Graphs: a copy of the same class, which LangGraph types as its base
  copy.checkpointer = unwritten;
  const { runId: _, ...rest } = config;
  await copy.invoke(null, { ...rest, interruptAfter: "*", durability: "sync" });
  const hashes = new Map(unwritten.asked.map(({ id, value }) => [id, hashesOf(plainJson(value), null).questionHash]));
  return { hashes, given: unwritten.given };
}

const isAsked = ({ id, question_hash }: SeenInterrupt, asked: ReadonlyMap<string, string>): boolean => asked.get(id) === question_hash;

const noLongerAsked = ({ id, node }: SeenInterrupt): SignalboxError =>
  new SignalboxError("QUESTION_CHANGED", `Interrupt ${id} was answered, but node "${node}" no longer asks it: the answer was not used.`, {
    interrupt: id,
    node,
  });

/** How a run ends whose answers were for questions that the code has replaced. */
export const questionChanged = (replaced: readonly SeenInterrupt[]): SignalboxError =>
  new SignalboxError(
    "QUESTION_CHANGED",
    `The code now asks something else than what was answered, so the answer was not used: ${replaced.map(({ id, node }) => `${id} (node "${node}")`).join(", ")}.`,
    { interrupts: replaced.map(({ id }) => id) },
  );
