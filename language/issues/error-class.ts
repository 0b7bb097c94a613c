/** The classes of declared errors: whether another attempt can help. Tools declare one for each of their codes, agent-errors.ts has those of agents. */

export type ErrorClass = "retryable" | "final";

/** Undefined, for a code that is not declared, is final. */
export const isRetryableClass = (errorClass: ErrorClass | undefined): boolean => errorClass === "retryable";
