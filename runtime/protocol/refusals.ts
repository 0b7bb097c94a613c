/** The runtime's refusals, each worded once. If the LangGraph protocol has a message, it is used. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { type Misfit, misfitText } from "../../language/versions/misfit.ts";
import type { AnswerRow, InterruptRow } from "../../persistence/statements/interrupts/rows.ts";
import type { SignalUnderWay } from "../../persistence/statements/interrupts/seen-interrupts.ts";
import type { DefinitionName } from "./definition-name.ts";
import { interruptOf } from "./interrupt.ts";

export const threadNotFound = (thread: string) => new SignalboxError("THREAD_NOT_FOUND", `Thread with ID ${thread} not found`, { thread });

export const runNotFound = (run: string) => new SignalboxError("RUN_NOT_FOUND", `Run ${run} not found`, { run });

export const interruptNotFound = (id: string) => new SignalboxError("INTERRUPT_NOT_FOUND", `Interrupt ${id} not found`, { interrupt: id });

export const notCopyable = (thread: string) =>
  new SignalboxError(
    "NOT_COPYABLE",
    `Thread ${thread} is in a turn of several threads: a node has started threads of its own. A copy would not have the others.`,
    {
      thread,
    },
  );

export const interruptAmbiguous = (id: string) =>
  new SignalboxError("INTERRUPT_AMBIGUOUS", `Several threads have interrupt ${id}, because one was copied. Say which by thread_id.`, {
    interrupt: id,
  });

export const assistantNotFound = (id: string) =>
  new SignalboxError(
    "ASSISTANT_NOT_FOUND",
    `No assistant found for "${id}". Make sure the assistant ID is for a valid assistant or a valid graph ID.`,
    { assistant: id },
  );

/** Where no run is asked for: of the assistant itself. */
export const assistantGone = (id: string) => new SignalboxError("ASSISTANT_NOT_FOUND", "Assistant not found", { assistant: id });

export const assistantVersionNotFound = (id: string, version: number) =>
  new SignalboxError("ASSISTANT_VERSION_NOT_FOUND", "Assistant version not found", { assistant: id, version });

export const assistantExists = (id: string) => new SignalboxError("ASSISTANT_EXISTS", "Assistant already exists", { assistant: id });

export const systemAssistantStays = (id: string) =>
  new SignalboxError("SYSTEM_ASSISTANT", `The assistant "${id}" belongs to a graph of langgraph.json and cannot be deleted.`, {
    assistant: id,
  });

export const threadBusy = (thread: string, run: string) =>
  new SignalboxError("THREAD_BUSY", "Thread is already running a task. Wait for it to finish or choose a different multitask strategy.", {
    thread,
    run,
  });

export const keepsDecision = (thread: string, run: string) =>
  new SignalboxError(
    "THREAD_BUSY",
    `Run ${run} carries a decision or a signal, which a rollback would lose. Cancel it without a rollback.`,
    {
      ...{ thread, run },
    },
  );

/** The same where another tenant has it. */
export const threadExists = (thread: string) => new SignalboxError("THREAD_EXISTS", "Thread already exists", { thread });

export const threadInUse = (thread: string) => new SignalboxError("THREAD_IN_USE", "Thread is busy", { thread });

const waits = (thread: string, open: readonly InterruptRow[], then: string): SignalboxError => {
  const [first] = open;
  const who = open.map(({ id, node }) => `${id}${node ? ` (node "${node}")` : ""}`).join(", ");
  return new SignalboxError("THREAD_WAITS", `Thread ${thread} waits for a decision on ${who}. ${then}`, {
    thread,
    interrupt: first && interruptOf(first),
    interrupts: open.map(({ id }) => id),
  });
};

export const threadWaits = (thread: string, open: readonly InterruptRow[]): SignalboxError =>
  waits(thread, open, `POST /interrupts/${open[0]?.id}/decision to continue.`);

/** Of inboxes that would end the graph at its question. */
export const notResolvable = (thread: string, open: readonly InterruptRow[]): SignalboxError =>
  waits(
    thread,
    open,
    "It cannot be marked as resolved: the graph would end without the decision that it asks for. Approve or reject it, send a signal of the graph, or let its deadline pass.",
  );

export function alreadyDecided(interrupt: InterruptRow): SignalboxError {
  const { id, status, decision, answer, decided_by: by, decided_via: via, decided_at: at } = interrupt;
  const what = status === "superseded" ? "superseded" : `decided${decision ? ` as "${decision}"` : ""}`;
  return new SignalboxError("ALREADY_DECIDED", `Interrupt ${id} was ${what} by ${by ?? "the graph"} at ${at?.toISOString()}.`, {
    interrupt: id,
    first: { status, decision, answer, by, ...(via !== null && { via }), at: at?.toISOString() },
  });
}

/** A pending signal redirects the thread: an answer accepted now would never reach the graph. */
export function supersededBySignal({ id }: InterruptRow, { signal, by, at, run }: SignalUnderWay): SignalboxError {
  return new SignalboxError(
    "ALREADY_DECIDED",
    `Interrupt ${id} is superseded by the signal "${signal}", sent by ${by} at ${at.toISOString()}.`,
    {
      interrupt: id,
      run,
      first: { status: "superseded", signal, by, at: at.toISOString() },
    },
  );
}

/** By the same person or with the same idempotency key; the question may still be open. */
export function alreadyAnswered({ id }: InterruptRow, { decision, answer, by, via, at }: AnswerRow): SignalboxError {
  const what = decision ? `with "${decision}"` : "before";
  return new SignalboxError("ALREADY_DECIDED", `Interrupt ${id} was answered ${what} by ${by} at ${at.toISOString()}.`, {
    interrupt: id,
    first: { status: "answered", decision, answer, by, ...(via !== null && { via }), at: at.toISOString() },
  });
}

export const notInLink = (id: string, decision: string | undefined, offered: readonly string[]) =>
  new SignalboxError(
    "NOT_ALLOWED_TO_DECIDE",
    `The link does not offer "${decision ?? ""}" for interrupt ${id}: it is for ${offered.join(", ")}.`,
    { interrupt: id, decisions: offered },
  );

/** A run that answers must continue the graph; an answer that waits for others cannot. */
export const needsMorePeople = (id: string) =>
  new SignalboxError(
    "INVALID_DECISION",
    `Interrupt ${id} takes more people: the answer is on record. Answer by POST /interrupts/${id}/decision.`,
    {
      interrupt: id,
    },
  );

export const invalidDecision = (id: string, path: readonly (string | number)[], problem: string) =>
  new SignalboxError("INVALID_DECISION", `Interrupt ${id}: ${problem}`, { interrupt: id, path, problem });

export interface DoesNotFit {
  readonly graphId: string;
  /** Of the definition that the thread follows; null for a graph built by hand. */
  readonly hash: string | null;
  readonly version?: number | undefined;
  /** Empty: the definition is not in the database. */
  readonly misfits: readonly Misfit[];
  /** False: no thread follows it yet. */
  readonly isFollowed?: boolean;
}

export function definitionDoesNotFit({ graphId, hash, version, misfits, isFollowed = true }: DoesNotFit): SignalboxError {
  const follows = version === undefined ? "a definition" : `version ${version}`;
  const name = hash === null ? `the graph "${graphId}", built by hand` : `${follows} of "${graphId}" (${hash.slice(0, 12)})`;
  const missing = misfits.length === 0 ? "it is not stored in this database" : misfits.map(misfitText).join("; ");
  return new SignalboxError(
    "DEFINITION_DOES_NOT_FIT",
    isFollowed
      ? `The thread follows ${name}, which this server's code cannot continue: ${missing}.`
      : `No thread can follow ${name} here, because the code of this process lacks what it needs: ${missing}.`,
    {
      graph: graphId,
      definition: hash,
      version,
      misfits,
    },
  );
}

/** Why a thread cannot be moved to another version: one reason, or everything that does not fit. */
type NotAdoptable =
  | { readonly why: string }
  | {
      readonly misfits: readonly Misfit[];
      readonly from: DefinitionName;
      readonly to: DefinitionName;
      /** Where it waits, and the nodes of the other version that could take its place. */
      readonly node: string;
      readonly takers: readonly string[];
    };

export function notAdoptable(thread: string, reason: NotAdoptable): SignalboxError {
  if ("why" in reason) return new SignalboxError("NOT_ADOPTABLE", `Thread ${thread} cannot be moved: ${reason.why}.`, { thread });
  const { misfits, from, to, node, takers } = reason;
  const versions = `from version ${from.version ?? from.hash.slice(0, 12)} to ${to.version}`;
  const isNode = misfits.some(({ part, name }) => part === "node" && name === node);
  const hint = isNode
    ? ` Name the node that takes the place of "${node}" by a map: ${takers.map((taker) => `${node}=${taker}`).join(" or ") || "there is none"}.`
    : "";
  const message = `Thread ${thread} cannot be moved ${versions}: ${misfits.map(misfitText).join("; ")}.${hint}`;
  return new SignalboxError("NOT_ADOPTABLE", message, { thread, from, to, misfits, node, takers });
}

export const graphNotFound = (graph: string) => new SignalboxError("GRAPH_NOT_FOUND", `Graph "${graph}" not found`, { graph });

/** Its own message may name files and is only logged. */
export const graphUnavailable = (graph: string, cause: SignalboxError): SignalboxError =>
  new SignalboxError("GRAPH_UNAVAILABLE", `Graph "${graph}" could not be loaded: ${cause.message}`, {
    ...{ graph, cause, reason: `"${graph}" (${cause.code})` },
  });
