/** The scope of those who may read why a node failed. */
export const SEES_FAILURES = "audit:read";
