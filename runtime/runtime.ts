/** Everything that can be done with graphs, threads, runs and questions: what the server, the command line and scripts are built on. */
import type { Assistants } from "./graphs/assistants.ts";
import type { Interrupts } from "./interrupts/interrupts.ts";
import type { Runs } from "./runs/runs.ts";
import type { Threads } from "./threads/threads.ts";

/** Shapes are those of the LangGraph protocol. Every refusal is a SignalboxError of the catalogue. */
export interface Runtime {
  readonly assistants: Assistants;
  readonly threads: Threads;
  readonly runs: Runs;
  readonly interrupts: Interrupts;
  /** Begins to execute runs in this process: unfinished ones go on by themselves. */
  start(): Promise<void>;
  /** Lets the super-steps under way end and gives the runs to others. The database stays open. */
  stop(): Promise<void>;
}
