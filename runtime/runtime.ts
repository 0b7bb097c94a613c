/** Everything that can be done with graphs, threads, runs and questions: the basis of the server, the command line and scripts. */
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
  /** What does not work at the moment, though the runtime does: a connection for notifications or heartbeats that fails. GET /ok shows it. */
  troubles(): readonly string[];
  /** Starts to execute runs in this process: unfinished ones continue automatically. */
  start(): Promise<void>;
  /** Lets the current super-steps end and returns the runs to the queue. The database stays open. */
  stop(): Promise<void>;
}
