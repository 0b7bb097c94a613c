/** LangGraph's control of a run, which lets a signal stop the run only after its answer or input has become state. */
import { RunControl } from "@langchain/langgraph";
import type { RunPayload } from "../../persistence/statements/runs/rows.ts";

/** An input is stored as it arrived, then as a channel, and again when the entry vertex has begun the turn with it. An answer is stored once, by its node. */
const INPUT_CHECKPOINTS = 3;
const ANSWER_CHECKPOINTS = 1;

/**
 * LangGraph asks before each super-step, also before the first one, and in every graph inside a node. A run that stops before its answer
 * or input is in a checkpoint of the thread continues with it later, but a signal ends the run: both would be lost. What counts are
 * therefore the checkpoints of the thread itself, of which the checkpointer tells.
 */
export class SignalControl extends RunControl {
  /** How many checkpoints it takes until the run's answer or input is state. */
  readonly #firstCheckpoints: number;
  readonly #whenState = Promise.withResolvers<void>();
  readonly #whenFurther = Promise.withResolvers<void>();
  #stored = 0;
  #lastStored: string | undefined;
  #isSignalled = false;

  constructor({ input }: RunPayload) {
    super();
    this.#firstCheckpoints = input === undefined ? ANSWER_CHECKPOINTS : INPUT_CHECKPOINTS;
  }

  stopForSignal(): void {
    this.#isSignalled = true;
    this.requestDrain("signal");
  }

  /** To be called after each checkpoint of the thread, but not for those of graphs inside its nodes. */
  readonly stored = (checkpointId: string): void => {
    this.#stored += 1;
    this.#lastStored = checkpointId;
    this.#whenFurther.resolve();
    if (this.#isState) this.#whenState.resolve();
  };

  /** The id of the thread's last checkpoint, if this run has stored one. */
  get lastStored(): string | undefined {
    return this.#lastStored;
  }

  /** Resolves when the run's answer or input is state. */
  get whenState(): Promise<void> {
    return this.#whenState.promise;
  }

  /** Resolves when the thread has another checkpoint than at the run's start. */
  get whenFurther(): Promise<void> {
    return this.#whenFurther.promise;
  }

  /** The signal may end the run: its answer or input is state. */
  get endsForSignal(): boolean {
    return this.#isSignalled && this.#isState;
  }

  override get drainRequested(): boolean {
    return super.drainRequested && (!this.#isSignalled || this.#isState);
  }

  get #isState(): boolean {
    return this.#stored >= this.#firstCheckpoints;
  }
}
