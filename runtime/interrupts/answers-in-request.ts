/** Finds the answers to a thread's open questions in a run request: by `command.resume`, or as the requester's message. */
import { SignalboxError } from "../../language/issues/errors.ts";
import type { InterruptRow } from "../../persistence/statements/interrupts/find-interrupt.ts";
import { findLastDecidedInterrupt } from "../../persistence/statements/interrupts/find-last-decided-interrupt.ts";
import { findOpenInterrupts } from "../../persistence/statements/interrupts/find-open-interrupts.ts";
import type { ThreadRow } from "../../persistence/statements/threads/find-thread.ts";
import { alreadyDecided, threadWaits } from "../protocol/refusals.ts";
import type { RunRequest } from "../protocol/run-request.ts";
import type { Services } from "../services.ts";
import { checkDecision, decisionOfMessage } from "./check-decision.ts";
import type { Decisions } from "./decide.ts";
import { queuesMessages } from "./queues-messages.ts";
import { recordingRefusal } from "./record-refusal.ts";

/** Undefined: the request begins a run. What would make the thread forget its question is refused. */
export async function answersIn(services: Services, thread: ThreadRow, request: RunRequest): Promise<Decisions | undefined> {
  const { command, input, by } = request;
  const open = await findOpenInterrupts(services.database.sql, thread.id);
  if (command?.resume !== undefined) return resumeIn(services, { thread, open, resume: command.resume, by: by ?? "command" });
  if (open.length === 0) return undefined;
  const decision = command
    ? undefined
    : decisionOfMessage(services, open, { graphId: thread.graph_id ?? "", input, by: by ?? "requester" });
  if (!decision && !command && open.every(queuesMessages)) return undefined;
  if (!decision) throw threadWaits(thread.id, open);
  return [decision];
}

interface Resume {
  readonly thread: ThreadRow;
  readonly open: readonly InterruptRow[];
  readonly resume: unknown;
  readonly by: string;
}

/** A bare value answers the only open question; several are answered by their ids. */
async function resumeIn(services: Services, resuming: Resume): Promise<Decisions> {
  const { thread, open, resume, by } = resuming;
  const answered = open.length === 1 ? open[0] : undefined;
  const attempt = { thread: thread.id, interrupt: answered?.id, node: answered?.node, by, answer: resume };
  return recordingRefusal(services, attempt, () => checkedAnswers(services, resuming));
}

async function checkedAnswers(services: Services, { thread, open, resume, by }: Resume): Promise<Decisions> {
  const answers = answersById(resume) ?? (open.length === 1 ? [[open[0]?.id, resume] as const] : []);
  const decisions = answers.map(([id, answer]) => {
    const interrupt = open.find((row) => row.id === id);
    return interrupt && checkDecision(services, interrupt, { graphId: thread.graph_id ?? "", by, answer });
  });
  const [first, ...others] = decisions;
  if (first && others.every((decision) => decision !== undefined)) return [first, ...others];
  throw await nothingToResume(services, thread, open);
}

/** LangGraph's own form: every key is an interrupt's id. */
function answersById(resume: unknown): [string, unknown][] | undefined {
  if (typeof resume !== "object" || resume === null || Array.isArray(resume)) return undefined;
  const entries = Object.entries(resume);
  return entries.length > 0 && entries.every(([id]) => /^[0-9a-f]{32}$/.test(id)) ? entries : undefined;
}

async function nothingToResume({ database }: Services, { id: thread }: ThreadRow, open: readonly InterruptRow[]): Promise<SignalboxError> {
  if (open.length > 0) {
    const interrupts = open.map(({ id }) => id);
    const how = `resume by id, {"${interrupts[0]}": …}. Open: ${interrupts.join(", ")}.`;
    return new SignalboxError("INVALID_DECISION", `The answer is for no open question of thread ${thread}: ${how}`, { thread, interrupts });
  }
  const last = await findLastDecidedInterrupt(database.sql, thread);
  if (last) return alreadyDecided(last);
  return new SignalboxError("INVALID_INPUT", `Thread ${thread} does not wait for an answer: there is nothing to resume.`, { thread });
}
