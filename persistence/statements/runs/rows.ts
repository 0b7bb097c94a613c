/** The rows of the table of runs, as statements return them. */
import type { Path, Step } from "../../../language/terms/step.ts";

export type RunStatus = "pending" | "running" | "success" | "error" | "interrupted" | "timeout";

export type RunKind = "input" | "resume" | "signal" | "retry";

export interface RunFailure {
  /** A code of the catalogue, or the thrown error's name. */
  readonly error: string;
  readonly message: string;
  /** What models used for the visit that failed, which has no step in the path. */
  readonly spent?: VisitUsage;
}

/** `attempts` counts each try. */
export interface VisitUsage extends Pick<Step, "node" | "tokens" | "usd" | "unpriced"> {
  readonly attempts: number;
}

/** How a run was asked for. */
export interface RunKwargs {
  readonly config?: RunConfig;
  readonly context?: unknown;
  readonly stream_mode?: readonly string[];
  readonly subgraphs?: boolean;
  /** Begun by protocol v2: it records what that shows. */
  readonly protocol?: "v2";
  /** Its events are kept longer. */
  readonly stream_resumable?: boolean;
  readonly interrupt_before?: "*" | readonly string[];
  readonly interrupt_after?: "*" | readonly string[];
  readonly feedback_keys?: readonly string[];
  /** Where the run's end is told. */
  readonly webhook?: string;
  /** Always, whatever was asked for; missing in runs of an older program. */
  readonly durability?: "sync";
}

export interface RunConfig {
  readonly tags?: string[] | undefined;
  readonly recursion_limit?: number | undefined;
  readonly configurable?: Record<string, unknown> | undefined;
  readonly metadata?: Record<string, unknown> | undefined;
  readonly [key: string]: unknown;
}

/** `command` of a run, without its answers. */
export interface CommandBody {
  readonly goto?: CommandTarget | readonly CommandTarget[] | undefined;
  readonly update?: Record<string, unknown> | [string, unknown][] | undefined;
}
export type CommandTarget = string | { readonly node: string; readonly input?: unknown };

export interface RunPayload {
  readonly input?: unknown;
  readonly command?: CommandBody | undefined;
  /** Answers by the ids of their interrupts. */
  readonly resume?: Readonly<Record<string, unknown>>;
  readonly signal?: string;
  /** Of the request that asked for the run. They may be credentials: never shown, logged, or handed on to another run. */
  readonly headers?: RunHeaders | undefined;
}

/** Names in lower case. */
export type RunHeaders = Readonly<Record<string, string>>;

/** As it was when the run was made. */
export interface RunPrincipal {
  readonly id: string;
  readonly name?: string | undefined;
  readonly kind: "person" | "service" | "link" | "local";
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly via: string;
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
}

export interface RunRow {
  readonly id: string;
  readonly thread_id: string;
  readonly graph_id: string;
  readonly assistant_id: string;
  readonly kind: RunKind;
  readonly payload: RunPayload;
  readonly kwargs: RunKwargs;
  readonly metadata: Record<string, unknown>;
  readonly multitask_strategy: string;
  /** Who asked for it, where the request says. */
  readonly requested_by: string | null;
  /** By the credential of who began the turn; null: nobody has shown who it was. */
  readonly principal: RunPrincipal | null;
  /** The same of who gave the answer that it carries. */
  readonly decider: RunPrincipal | null;
  /** The queue's, or BEGUN_HERE; null while the run is held. */
  readonly job: string | null;
  readonly status: RunStatus;
  /** Those that count against it: see the table of suspects. */
  readonly starts: number;
  /** All. */
  readonly attempts: number;
  readonly base: string | null;
  readonly cancel: boolean;
  /** Of a cancelled run: its checkpoints are deleted too. */
  readonly rollback: boolean;
  /** A word that says what cancelled it, a colon, and the details. */
  readonly cancel_reason: string | null;
  readonly error: RunFailure | null;
  /** While no worker that is running has its code. */
  readonly waits_because: string | null;
  /** Null: the run is under way, or its graph is a raw one. */
  readonly path: Path | null;
  /** What it has emitted is stored, or some of it may be. */
  readonly has_events: boolean;
  /** The id of the last event that readers see; null: it has not ended, or emitted nothing. bigint: the driver reads it as text. */
  readonly last_event: string | null;
  /** Its older events were removed while it was under way. */
  readonly events_from: string | null;
  /** Its last values, or its error, as an event is stored. */
  readonly result: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
}
