/** Every failure that Signalbox itself throws: one class and one catalogue. Says nothing about how it is shown. */

interface ErrorEntry {
  /** The HTTP status under which the API answers it. */
  readonly status: number;
  readonly title: string;
  /** What the reader can do about it. */
  readonly repair: string;
}

export const errors = {
  DATABASE_UNREACHABLE: { status: 503, title: "The database does not answer", repair: "Start Postgres or correct DATABASE_URL; unset it to use the embedded database." },
  DATABASE_LOGIN_FAILED: { status: 503, title: "The database refuses the login", repair: "Correct user, password and database name in DATABASE_URL." },
  DATA_FOLDER_LOCKED: { status: 503, title: "Another process uses the data folder", repair: "Stop that process, or give this one its own folder by SIGNALBOX_DATA." },
  MIGRATION_CHANGED: { status: 500, title: "An applied migration was edited", repair: "Restore the file and put the change into a new migration." },
  MIGRATION_FAILED: { status: 500, title: "A migration failed", repair: "Correct the file; nothing of it was applied." },
  MIGRATION_UNKNOWN: { status: 500, title: "The database is newer than this program", repair: "Run the version that applied the migration, or a later one." },
  NESTED_CONNECTION: { status: 500, title: "A second connection was asked for inside a transaction", repair: "Use the transaction's own handle." },
  FENCED: { status: 409, title: "Another worker owns the thread", repair: "Nothing: the other worker goes on with the run." },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errors;

export class SignalboxError extends Error {
  readonly code: ErrorCode;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, { cause, ...facts }: { cause?: unknown; [fact: string]: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "SignalboxError";
    this.code = code;
    this.facts = facts;
  }
}

/** What a user's tool throws to leave its node by the error edge of that code. */
export class ToolError extends Error {
  readonly code: string;

  constructor(code: string, message: string = code, options?: ErrorOptions) {
    super(message, options);
    this.name = "ToolError";
    this.code = code;
  }
}
