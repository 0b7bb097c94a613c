/** What a graph is given when a run begins or continues: its input, its command, the answers it carries, or nothing. */
import type { RunnableConfig } from "@langchain/core/runnables";
import { Command } from "@langchain/langgraph";
import type { CompiledGraph } from "../../compile/compile-graph.ts";
import { hasRawParts } from "../../compile/hand-built/asking-code.ts";
import { takenQuestions } from "../../compile/open-questions.ts";
import { signalUpdate } from "../../compile/outside/signal.ts";
import { normalise } from "../../language/graph/normalise.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import { declarationOf } from "../../language/registry/declaration.ts";
import type { SeenInterrupt } from "../../persistence/statements/interrupts/seen-interrupts.ts";
import type { CommandBody } from "../../persistence/statements/runs/rows.ts";
import { replacedQuestions } from "../interrupts/answered-questions.ts";
import { commandOf, fieldsOf } from "../protocol/graph-command.ts";
import type { Services } from "../services.ts";
import type { Lease } from "./active-run.ts";

export interface LoadedGraph {
  readonly graph: CompiledGraph;
  readonly config: RunnableConfig;
}

/** The input has been taken when the thread has another checkpoint than at the first start: then only `null` continues from there. */
export const isInputTaken = ({ run, head }: Lease): boolean => head !== run.base;

export async function inputOf({ saver }: Services, lease: Lease, { graph, config }: LoadedGraph): Promise<unknown> {
  const { payload } = lease.run;
  if (isInputTaken(lease)) return null;
  if (payload.signal !== undefined) return takeSignal(graph, config, payload.signal);
  const answers = answersOf(lease);
  if (answers) return resumeWith(await answersLeft(saver, lease, answers), payload.command);
  return payload.command ? commandOf(payload.command) : (payload.input ?? null);
}

type Answers = Readonly<Record<string, unknown>>;

/** By LangGraph's ids. A process of an older version has decided a copied question under the key of its row, which begins with the thread. */
function answersOf({ run: { thread_id: thread, payload } }: Lease): Answers | undefined {
  const named = ([id, answer]: [string, unknown]) => [id.startsWith(`${thread}:`) ? id.slice(thread.length + 1) : id, answer];
  return payload.resume && Object.fromEntries(Object.entries(payload.resume).map(named));
}

/** An earlier start may have taken an answer as far as its node's writes and ended before the checkpoint: LangGraph refuses it a second time. */
async function answersLeft(
  saver: Services["saver"],
  { run: { thread_id: threadId, attempts } }: Lease,
  answers: Answers,
): Promise<Answers> {
  if (attempts === 1) return answers;
  const tuple = await saver.getTuple({ configurable: { thread_id: threadId } });
  const taken = new Set(takenQuestions(tuple?.pendingWrites).map(({ id }) => id));
  return Object.fromEntries(Object.entries(answers).filter(([id]) => !taken.has(id)));
}

function resumeWith(answers: Answers, command?: CommandBody): Command | null {
  const resume = Object.keys(answers).length > 0 && { resume: answers };
  if (command) return new Command({ ...fieldsOf(command), ...resume });
  return resume ? new Command(resume) : null;
}

/** The questions whose answers this run carries, and which the code has replaced. */
export async function replacedBy(services: Services, lease: Lease, { graph, config }: LoadedGraph): Promise<SeenInterrupt[]> {
  const { thread_id } = lease.run;
  const given = answersOf(lease);
  if (!given || isInputTaken(lease) || !hasRawParts(graph)) return [];
  const answers = await answersLeft(services.saver, lease, given);
  return replacedQuestions(services, { graph, config, answers, threadId: thread_id, tenant: lease.tenant });
}

export function withoutAnswers(lease: Lease, replaced: readonly SeenInterrupt[]): Lease {
  const { payload } = lease.run;
  if (replaced.length === 0) return lease;
  const used = Object.entries(answersOf(lease) ?? {}).filter(([id]) => !replaced.some((question) => question.id === id));
  return { ...lease, run: { ...lease.run, payload: { ...payload, resume: Object.fromEntries(used) } } };
}

/** The signal becomes state of the entry vertex, in a checkpoint of its own; from there the graph continues. */
async function takeSignal(graph: CompiledGraph, config: RunnableConfig, signal: string): Promise<null> {
  const declaration = declarationOf(graph);
  if (!declaration) throw new SignalboxError("UNKNOWN_SIGNAL", `A LangGraph without a declaration has no signal "${signal}"`, { signal });
  const { values, asNode } = signalUpdate(normalise(declaration.graph, declaration.registry, declaration.params), signal);
  await graph.updateState(config, values, asNode);
  return null;
}
