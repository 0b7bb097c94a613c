/** Decides questions, by whichever route the answers arrive: the claim, the run that carries the answers and its job are committed together or not at all. */

import type { InboxRow } from "../../persistence/statements/interrupts/rows.ts";
import { findInterrupts, type SeenInterrupt } from "../../persistence/statements/interrupts/seen-interrupts.ts";
import type { CommandBody, RunHeaders, RunKwargs, RunRow } from "../../persistence/statements/runs/rows.ts";
import { lockThread } from "../../persistence/statements/threads/lock-thread.ts";
import type { ThreadStatus } from "../../persistence/statements/threads/rows.ts";
import type { TenantTx } from "../../persistence/tenancy/tenant-sql.ts";
import type { Acting } from "../identity/acting.ts";
import { interruptNotFound, threadNotFound } from "../protocol/refusals.ts";
import { kwargsToContinue } from "../protocol/run-request.ts";
import type { Published } from "../pubsub/publish.ts";
import { commitRun, type RunSlot } from "../queue/commit-run.ts";
import { enqueueRun, type RunToEnqueue } from "../queue/enqueue-run.ts";
import { requireStatus } from "../queue/require-status.ts";
import { checkDecision } from "./check-decision.ts";
import { type Claim, claim } from "./claim.ts";
import type { CheckedDecision, Decisions } from "./decision.ts";
import { recordingRefusal } from "./refusals-on-record.ts";

/** Options of the run that carries the answers; by default those of the run that asked. */
export interface AnsweringRun extends Pick<RunToEnqueue, "metadata" | "multitaskStrategy"> {
  readonly kwargs?: RunKwargs;
  /** Of the request that brings the answers. */
  readonly headers?: RunHeaders | undefined;
  /** What the same step writes or jumps to, in a graph built by hand. */
  readonly command?: CommandBody | undefined;
  readonly ifThreadStatus?: readonly ThreadStatus[] | undefined;
}

export interface Decided {
  /** The first question as it is now. */
  readonly interrupt: InboxRow;
  /** Undefined when the answer is on record and the question takes more people, and when it was on record already. */
  readonly run?: RunRow;
}

/** All decisions are of one thread, and are refused together. The first claim of a question wins. */
export function decideInterrupt(services: Acting, decisions: Decisions, run: AnsweringRun = {}): Promise<Decided> {
  const decide = async (): Promise<Decided> => {
    const checked: CheckedDecision[] = [];
    for (const decision of decisions) checked.push(await checkDecision(services, decision));
    return commitRun(services, (tx, slot) => claimAll(tx, services, { decisions: checked, run, slot }));
  };
  // a deadline that another process has fired is not a person's attempt
  return decisions[0].expired ? decide() : recordingRefusal(services, decisions, decide);
}

interface Claims {
  readonly decisions: readonly CheckedDecision[];
  readonly run: AnsweringRun;
  readonly slot: RunSlot;
}

async function claimAll(tx: TenantTx, services: Acting, { decisions, run, slot }: Claims): Promise<Published<Decided>> {
  const [first] = decisions;
  if (!first) throw new Error("There is nothing to decide.");
  const thread = await lockThread(tx, first.interrupt.thread_id);
  if (!thread?.graph_id || !thread.assistant_id) throw threadNotFound(first.interrupt.thread_id);
  requireStatus(thread, run.ifThreadStatus);
  const seen = await seenUnderLock(tx, thread.id, decisions);
  const claims: Claim[] = [];
  const answers = new Map<string, unknown>();
  for (const decision of decisions) {
    const claimed = await claim(tx, { ...decision, interrupt: seen(decision) }, slot.id);
    claims.push(claimed);
    if (claimed.isDecided) answers.set(claimed.interrupt.id, decision.answer);
  }
  const interrupt = claims[0]?.interrupt ?? seen(first);
  if (answers.size === 0) return { result: { interrupt }, messages: [] };
  const enqueued = await enqueueRun(tx, services, {
    ...{ slot, thread, graphId: thread.graph_id, assistantId: thread.assistant_id, kind: "resume" },
    payload: { resume: Object.fromEntries(answers), command: run.command, headers: run.headers },
    kwargs: kwargsToContinue(run.kwargs ?? seen(first).asking_kwargs ?? {}),
    metadata: { ...thread.metadata, ...run.metadata },
    multitaskStrategy: run.multitaskStrategy,
    principal: seen(first).asking_principal,
    decider: first.principal,
  });
  return { result: { interrupt, run: enqueued.run }, messages: enqueued.messages };
}

type Seen = (decision: CheckedDecision) => SeenInterrupt;

async function seenUnderLock(tx: TenantTx, threadId: string, decisions: readonly CheckedDecision[]): Promise<Seen> {
  const ids = decisions.map(({ interrupt: { id } }) => id);
  const rows = await findInterrupts(tx, threadId, ids);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ({ interrupt: { id } }) => {
    const row = byId.get(id);
    if (!row) throw interruptNotFound(id);
    return row;
  };
}
