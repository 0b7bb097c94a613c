/** Errors in the codes of protocol v2, which has few; our own code and facts come with it. */
import { type ErrorCode, errors } from "../../language/issues/errors.ts";
import { failureOf } from "../http/error-handler.ts";

export type CommandErrorCode =
  | "invalid_argument"
  | "unknown_command"
  | "unknown_error"
  | "no_such_run"
  | "no_such_subscription"
  | "no_such_namespace"
  | "no_such_interrupt"
  | "no_such_checkpoint"
  | "permission_denied"
  | "not_supported";

export interface Meta {
  readonly thread_id: string;
  /** What the command causes comes after the event with this `seq`. */
  readonly applied_through_seq: number;
}

export interface CommandError {
  readonly type: "error";
  readonly id: number | null;
  readonly error: CommandErrorCode;
  readonly message: string;
  /** Of our catalogue. */
  readonly code?: ErrorCode;
  /** Once the command could be read. */
  readonly meta?: Meta;
}

const CODES: Partial<Record<ErrorCode, CommandErrorCode>> = {
  THREAD_NOT_FOUND: "no_such_run",
  RUN_NOT_FOUND: "no_such_run",
  CHECKPOINT_NOT_FOUND: "no_such_checkpoint",
  INTERRUPT_NOT_FOUND: "no_such_interrupt",
  ALREADY_DECIDED: "no_such_interrupt",
  NOT_ALLOWED_TO_DECIDE: "permission_denied",
};

const STATUSES: Readonly<Record<number, CommandErrorCode>> = {
  400: "invalid_argument",
  401: "permission_denied",
  403: "permission_denied",
  404: "invalid_argument",
  409: "invalid_argument",
  422: "invalid_argument",
};

/** A refusal that has no code but the protocol's. */
export class CommandRefused extends Error {
  readonly code: CommandErrorCode;

  constructor(code: CommandErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export function commandError(id: number | null, error: unknown): CommandError {
  if (error instanceof CommandRefused) return refusedCommand(id, error.code, error.message);
  const { code, detail } = failureOf(error);
  const { status } = errors[code];
  return { type: "error", id, error: CODES[code] ?? STATUSES[status] ?? "unknown_error", message: detail, code };
}

export const refusedCommand = (id: number | null, error: CommandErrorCode, message: string): CommandError => ({
  type: "error",
  id,
  error,
  message,
});

/** Of our side: it belongs into the log. */
export const isOurFault = (error: unknown): boolean => !(error instanceof CommandRefused) && errors[failureOf(error).code].status >= 500;
