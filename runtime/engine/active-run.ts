/** A run that this process is executing, and the ways to stop it. */
import type { CheckpointTuple } from "@langchain/langgraph-checkpoint";
import { fencedOff } from "../../persistence/fence.ts";
import type { BegunRun, Suspect } from "../../persistence/statements/leases/acquire-lease.ts";
import { SignalControl } from "./signal-control.ts";

export interface Lease {
  readonly run: BegunRun;
  readonly job: string;
  /** With its token. */
  readonly epoch: string;
  /** The thread's last checkpoint when the lease was acquired. */
  readonly head: string | null;
  /** The definition that the thread follows; null for a raw LangGraph. */
  readonly definition: string | null;
  readonly tenant: string;
  /** Its worker died before, at this checkpoint. */
  readonly suspect?: Suspect | null;
}

/** How long a cancelled run may take until the answer that it carries is state. A declared question needs a few milliseconds. */
const ANSWER_MS = 1_000;
/** … and one whose time is over, which nobody waits for. */
const LATE_ANSWER_MS = 5_000;

type StopReason = "cancelled" | "interrupted" | "timed out" | "failed";

export class ActiveRun {
  readonly lease: Lease;
  /** Asks LangGraph to stop at the end of the super-step. */
  readonly control: SignalControl;
  readonly #abort = new AbortController();
  #stopped: StopReason | undefined;
  #failure: unknown;
  #writes = 0;
  #isOver = false;
  #kept: CheckpointTuple | undefined;

  constructor(lease: Lease) {
    this.lease = lease;
    this.control = new SignalControl(lease.run.payload);
  }

  /** The thread's last checkpoint, if this run has stored it and nothing after it. */
  get kept(): CheckpointTuple | undefined {
    return this.#kept;
  }

  /** Returns the write's number. */
  beginWrite(): number {
    const { run, epoch } = this.lease;
    if (this.#isOver) throw fencedOff("a write", run.thread_id, epoch);
    this.#kept = undefined;
    return ++this.#writes;
  }

  /** The run ends: what its code, which may not have stopped with it, wants to write from here on is refused. */
  endWrites(): void {
    this.#isOver = true;
  }

  /** Of a write that is stored: what began after it may be stored as well. */
  keep(last: CheckpointTuple, write: number): void {
    if (write === this.#writes) this.#kept = last;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Why it was stopped within a super-step, if it was. */
  get stopped(): StopReason | undefined {
    return this.#stopped;
  }

  /** Ends the run; one that carries an answer once the answer is state, or after a moment: a person's decision is not cancelled with it. */
  cancel(): void {
    this.#stopOnceAnswered("cancelled", ANSWER_MS);
  }

  /** Ends the run as one that took too long, with the same regard for an answer. */
  timeOut(): void {
    this.#stopOnceAnswered("timed out", LATE_ANSWER_MS);
  }

  /** What ended it from outside its nodes' promises, if it is what ended it. */
  get failure(): unknown {
    return this.#stopped === "failed" ? this.#failure : undefined;
  }

  /** Ends the run with an error of its code that no node's promise brings. */
  fail(error: unknown): void {
    this.#failure ??= error;
    this.#stop("failed");
  }

  /** Ends the run at the end of its super-step, but not before its answer or input is state: a signal redirects the thread. */
  stopForSignal(): void {
    this.control.stopForSignal();
  }

  /** Ends this attempt within a super-step: another worker continues from the last checkpoint. */
  interrupt(): void {
    this.#stop("interrupted");
  }

  #stopOnceAnswered(reason: StopReason, withinMs: number): void {
    if (this.lease.run.kind !== "resume") {
      this.#stop(reason);
      return;
    }
    const isTime = setTimeout(() => this.#stop(reason), withinMs).unref();
    this.control.whenState.then(() => {
      clearTimeout(isTime);
      this.#stop(reason);
    });
  }

  #stop(reason: StopReason): void {
    this.#stopped ??= reason;
    this.#abort.abort(new Error(reason));
  }
}
