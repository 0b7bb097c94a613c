import { messageOf } from "../language/issues/thrown.ts";

/** What a log line or a record gives as the reason of an error. */
export const reasonOf = (error: unknown): string => messageOf(error);
