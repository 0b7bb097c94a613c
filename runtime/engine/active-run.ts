/** A run that this process is executing, and the ways to stop it. */
import { RunControl } from "@langchain/langgraph";
import type { BegunRun } from "../../persistence/statements/leases/acquire-lease.ts";

export interface Lease {
  readonly run: BegunRun;
  readonly job: string;
  readonly epoch: number;
  /** The thread's last checkpoint when the lease was taken. */
  readonly head: string | null;
  /** The definition that the thread follows; null for a raw LangGraph. */
  readonly definition: string | null;
  readonly tenant: string | null;
}

type Stopping = "cancelled" | "handed back" | "timed out";

export class ActiveRun {
  readonly lease: Lease;
  /** Asks LangGraph to stop at the end of the super-step. */
  readonly control = new RunControl();
  readonly #abort = new AbortController();
  #gaveWay = false;
  #stopping: Stopping | undefined;

  constructor(lease: Lease) {
    this.lease = lease;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Why it was stopped at once, if it was. */
  get stopped(): Stopping | undefined {
    return this.#stopping;
  }

  /** Ends the run for good. */
  cancel(): void {
    this.#stop("cancelled");
  }

  /** Ends the run as one that took too long. */
  timeOut(): void {
    this.#stop("timed out");
  }

  /** Ends the run at the end of its super-step: a signal leads the thread elsewhere. */
  giveWay(): void {
    this.#gaveWay = true;
    this.control.requestDrain("signal");
  }

  get gaveWay(): boolean {
    return this.#gaveWay;
  }

  /** Ends this attempt within a super-step: somebody goes on from the last checkpoint. */
  handBack(): void {
    this.#stop("handed back");
  }

  #stop(why: Stopping): void {
    this.#stopping ??= why;
    this.#abort.abort(new Error(why));
  }
}
