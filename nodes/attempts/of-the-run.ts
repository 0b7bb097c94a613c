/** Failures that are not the node's: no edge may hide that the thread went to another worker, that the database is in trouble, or a wrong label inside. */
import { type ErrorCode, SignalboxError } from "../../language/issues/errors.ts";

const codes: ReadonlySet<ErrorCode> = new Set(["FENCED", "DATABASE_UNAVAILABLE", "UNDECLARED_LABEL"]);

export const isRunFailure = (error: unknown): boolean => error instanceof SignalboxError && codes.has(error.code);
