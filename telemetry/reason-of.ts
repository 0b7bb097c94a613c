/** What a log line or a record gives as the reason of an error. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
