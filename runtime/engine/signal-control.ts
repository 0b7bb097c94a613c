/** LangGraph's control of a run, which lets a signal stop the run only after its answer or input has become state. */
import { RunControl } from "@langchain/langgraph";
import type { RunPayload } from "../../persistence/statements/runs/rows.ts";

/** LangGraph writes an input in one super-step, and the entry vertex begins the turn in a second one. An answer takes one. */
const INPUT_STEPS = 2;
const ANSWER_STEPS = 1;

/**
 * LangGraph asks once before each super-step, also before the first one. A run that stops there has taken an answer or an input
 * which no checkpoint holds, and a signal ends the run: both would be lost.
 */
export class SignalControl extends RunControl {
  /** How many super-steps it takes until the run's answer or input is state. */
  readonly #firstSteps: number;
  #asked = 0;
  #isSignalled = false;

  constructor({ input }: RunPayload) {
    super();
    this.#firstSteps = input === undefined ? ANSWER_STEPS : INPUT_STEPS;
  }

  stopForSignal(): void {
    this.#isSignalled = true;
    this.requestDrain("signal");
  }

  /** The signal may end the run: its answer or input is state. */
  get endsForSignal(): boolean {
    return this.#isSignalled && this.#asked > this.#firstSteps;
  }

  override get drainRequested(): boolean {
    this.#asked += 1;
    return super.drainRequested && (!this.#isSignalled || this.endsForSignal);
  }
}
