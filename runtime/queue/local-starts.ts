/** Runs that begin in the process that was asked for them: the engine lends its free slots while it runs. */
import type { RunStatement } from "../../persistence/checkpointer/checkpoint-statements.ts";
import type { BegunRun } from "../../persistence/statements/leases/acquire-lease.ts";

/** A run and its lease. */
export interface LocalRun {
  readonly run: BegunRun;
  /** With its token. */
  readonly epoch: string;
  /** The thread's last checkpoint when it began. */
  readonly head: string | null;
  readonly definition: string | null;
  readonly tenant: string;
}

export interface LentSlot {
  /** Executes it. */
  begin(run: LocalRun): void;
  /** It does not begin here. */
  giveBack(): void;
}

type Lend = (runId: string) => Promise<LentSlot | undefined>;

const closed: Lend = async () => undefined;

export class LocalStarts {
  readonly statement: RunStatement;
  #lend = closed;

  /** `statement`: of the engine, which sees all tenants. */
  constructor(statement: RunStatement) {
    this.statement = statement;
  }

  /** Undefined: all slots are taken, or this process executes no runs. The run counts as under way from here on, before its lease can be seen. */
  reserve(runId: string): Promise<LentSlot | undefined> {
    return this.#lend(runId);
  }

  /** Returns a function that ends it. */
  open(lend: Lend): () => void {
    this.#lend = lend;
    return () => {
      this.#lend = closed;
    };
  }
}
