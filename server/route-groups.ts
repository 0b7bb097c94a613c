/** The parts of the API that `http.disable_*` of langgraph.json can leave out. */
export const routeGroups = ["meta", "assistants", "threads", "runs", "store"] as const;
export type RouteGroup = (typeof routeGroups)[number];
