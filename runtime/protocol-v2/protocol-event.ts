/** The events of protocol v2 as they are sent (npm `@langchain/protocol`), and what a client may ask for. */

export type EventNamespace = readonly string[];

/** Of one thread, in one order over all its runs. */
export interface ProtocolEvent {
  readonly type: "event";
  /** The same at every replay and in every process: clients drop an event that they have by it. */
  readonly event_id: string;
  readonly seq: number;
  readonly method: ProtocolMethod;
  readonly params: {
    readonly namespace: EventNamespace;
    /** In milliseconds. */
    readonly timestamp: number;
    readonly node?: string;
    readonly data: unknown;
  };
}

export type ProtocolMethod =
  | "values"
  | "updates"
  | "messages"
  | "tools"
  | "lifecycle"
  | "input.requested"
  | "input.answered"
  | "checkpoints"
  | "tasks"
  | "custom";

/** What a subscription can name; `custom:` with a name for the custom events of that name. */
export const channels = ["values", "updates", "messages", "tools", "lifecycle", "input", "checkpoints", "tasks", "custom"] as const;
export type Channel = (typeof channels)[number] | `custom:${string}`;

/** How far a graph has come. */
export type AgentStatus = "started" | "running" | "completed" | "failed" | "interrupted";

/** What the runs of protocol v2 record. Events of `checkpoints` come with `values`. */
export const RECORDED_MODES = ["values", "updates", "messages-tuple", "custom", "tools", "tasks", "lifecycle"] as const;
