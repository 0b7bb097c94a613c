/** The rows of the table of crons, as statements return them. */

/** Who made a cron, or changed it last. */
export interface CronMaker {
  readonly id: string;
  readonly kind: string;
  /** The credential that said so. */
  readonly via: string;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  /** In whose name its runs start: `Actor` of the runtime. */
  readonly actor: object;
}

/** Why a due time started no run. */
export interface CronFailure {
  readonly code: string;
  readonly message: string;
  /** The time that was due. */
  readonly due: string;
}

export interface CronRow {
  readonly tenant: string;
  readonly id: string;
  readonly thread_id: string | null;
  readonly assistant_id: string;
  readonly schedule: string;
  readonly timezone: string | null;
  readonly payload: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
  readonly enabled: boolean;
  readonly end_time: Date | null;
  readonly next_run_at: Date | null;
  readonly made_by: CronMaker;
  readonly last_due_at: Date | null;
  readonly last_run_id: string | null;
  readonly last_error: CronFailure | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}
