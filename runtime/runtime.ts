/** Everything that can be done with graphs, threads, runs and questions: the basis of the server, the command line and scripts. */

import type { CallerServices, ServicesOfCaller } from "./caller-services.ts";
import type { ApiKeys } from "./keys/api-keys.ts";
import type { Tickets } from "./keys/tickets.ts";
import type { ByLink } from "./links/by-link.ts";

/** `database`: it answers. `workers`: some process executes runs. `graphs`: all of langgraph.json were loaded. */
export const readyChecks = ["database", "workers", "graphs"] as const;
export type ReadyCheck = (typeof readyChecks)[number];

/** Shapes are those of the LangGraph protocol. Every refusal is a SignalboxError of the catalogue. */
export interface Runtime extends CallerServices {
  /** What a caller can do. The runtime's own `threads`, `runs`, `interrupts` and `assistants` are those of the process itself. */
  readonly as: ServicesOfCaller;
  /** Whose API keys are. */
  readonly keys: ApiKeys;
  /** One-time credentials for connections that can send no header. */
  readonly tickets: Tickets;
  /** For whoever has nothing but a decision link. */
  readonly byLink: ByLink;
  /** What does not work at the moment, though the runtime does: a connection for notifications or heartbeats that fails. GET /ok shows it. */
  troubles(): readonly string[];
  /** What keeps requests from being served, by name; empty: ready. `GET /ok?check=…` shows it. */
  failures(checks: readonly ReadyCheck[]): Promise<Partial<Record<ReadyCheck, string>>>;
  /** Starts to execute runs in this process: unfinished ones continue automatically. */
  start(): Promise<void>;
  /** Lets the current super-steps end and returns the runs to the queue. The database stays open. */
  stop(): Promise<void>;
}
