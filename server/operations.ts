/** Every route of the API in one table: the scope that it needs, what an `Auth` object is asked, and whose route it is. A route without a line fails the start. */

/** What a caller may be allowed to do. An operator gives scopes to keys and tokens. */
export const scopes = [
  "threads:read",
  "threads:write",
  "runs:write",
  "state:write",
  "decisions:write",
  "decisions:delegate",
  "assistants:read",
  "assistants:write",
  "store:read",
  "store:write",
  "store:admin",
  "audit:read",
  "metrics:read",
  "keys:write",
  "tenants:*",
] as const;
export type ApiScope = (typeof scopes)[number];

export const isScope = (text: string): text is ApiScope => scopes.some((scope) => scope === text);

/** `resource:action` of each event of the SDK's `Auth` object. */
export const authEvents = [
  ...(["threads:create", "threads:read", "threads:update", "threads:delete", "threads:search", "threads:create_run"] as const),
  ...(["assistants:create", "assistants:read", "assistants:update", "assistants:delete", "assistants:search"] as const),
  ...(["crons:create", "crons:read", "crons:update", "crons:delete", "crons:search"] as const),
  ...(["store:put", "store:get", "store:search", "store:list_namespaces", "store:delete"] as const),
] as const;
export type AuthEvent = (typeof authEvents)[number];

export interface Operation {
  /** `open`: nobody is asked who they are. */
  readonly scope: ApiScope | "open";
  /** The first event that its request causes. What it causes besides, such as making a thread, is asked where that happens. */
  readonly event?: AuthEvent;
  /** A route that the LangGraph protocol does not have: its errors are problem details. */
  readonly isOurs: boolean;
}

const open: Operation = { scope: "open", isOurs: false };
const protocol = (scope: ApiScope, event: AuthEvent): Operation => ({ scope, event, isOurs: false });
const ours = (scope: ApiScope, event?: AuthEvent): Operation => ({ scope, ...(event && { event }), isOurs: true });

/** By method and path, as Express is given it. */
export const operations: Readonly<Record<string, Operation>> = {
  "GET /ok": open,
  "GET /info": open,
  "GET /openapi.json": open,
  "GET /docs": open,

  "POST /assistants": protocol("assistants:write", "assistants:create"),
  "PATCH /assistants/:assistant_id": protocol("assistants:write", "assistants:update"),
  "DELETE /assistants/:assistant_id": protocol("assistants:write", "assistants:delete"),
  "POST /assistants/:assistant_id/latest": protocol("assistants:write", "assistants:update"),
  "POST /assistants/:assistant_id/versions": protocol("assistants:read", "assistants:read"),
  "POST /assistants/search": protocol("assistants:read", "assistants:search"),
  "POST /assistants/count": protocol("assistants:read", "assistants:search"),
  "GET /assistants/:assistant_id": protocol("assistants:read", "assistants:read"),
  "GET /assistants/:assistant_id/graph": protocol("assistants:read", "assistants:read"),
  "GET /assistants/:assistant_id/schemas": protocol("assistants:read", "assistants:read"),
  "GET /assistants/:assistant_id/subgraphs{/:namespace}": protocol("assistants:read", "assistants:read"),

  "POST /threads": protocol("threads:write", "threads:create"),
  "POST /threads/search": protocol("threads:read", "threads:search"),
  "POST /threads/count": protocol("threads:read", "threads:search"),
  "POST /threads/prune": protocol("threads:write", "threads:delete"),
  "GET /threads/:thread_id/storage": protocol("threads:read", "threads:read"),
  "POST /threads/:thread_id/copy": protocol("state:write", "threads:create"),
  "GET /threads/:thread_id": protocol("threads:read", "threads:read"),
  "PATCH /threads/:thread_id": protocol("threads:write", "threads:update"),
  "DELETE /threads/:thread_id": protocol("threads:write", "threads:delete"),
  "GET /threads/:thread_id/state": protocol("threads:read", "threads:read"),
  "POST /threads/:thread_id/state": protocol("state:write", "threads:update"),
  "GET /threads/:thread_id/state/:checkpoint_id": protocol("threads:read", "threads:read"),
  "POST /threads/:thread_id/state/checkpoint": protocol("threads:read", "threads:read"),
  "GET /threads/:thread_id/history": protocol("threads:read", "threads:read"),
  "POST /threads/:thread_id/history": protocol("threads:read", "threads:read"),
  "GET /threads/:thread_id/path": ours("threads:read", "threads:read"),
  "GET /threads/:thread_id/usage": ours("threads:read", "threads:read"),
  "POST /threads/:thread_id/signals/:signal": ours("runs:write", "threads:update"),

  "POST /threads/:thread_id/runs": protocol("runs:write", "threads:create_run"),
  "POST /threads/:thread_id/runs/wait": protocol("runs:write", "threads:create_run"),
  "POST /threads/:thread_id/runs/stream": protocol("runs:write", "threads:create_run"),
  "POST /runs/batch": protocol("runs:write", "threads:create_run"),
  "POST /runs/cancel": protocol("runs:write", "threads:update"),
  "GET /threads/:thread_id/runs": protocol("threads:read", "threads:read"),
  "GET /threads/:thread_id/runs/:run_id": protocol("threads:read", "threads:read"),
  "GET /threads/:thread_id/runs/:run_id/join": protocol("threads:read", "threads:read"),
  "GET /threads/:thread_id/runs/:run_id/stream": protocol("threads:read", "threads:read"),
  "POST /threads/:thread_id/runs/:run_id/cancel": protocol("runs:write", "threads:update"),
  "POST /threads/:thread_id/runs/:run_id/retry": ours("runs:write", "threads:update"),
  "DELETE /threads/:thread_id/runs/:run_id": protocol("runs:write", "threads:delete"),

  // each command asks for the scope of the route that does the same
  "POST /threads/:thread_id/commands": protocol("threads:read", "threads:read"),
  "POST /threads/:thread_id/stream/events": protocol("threads:read", "threads:read"),
  "GET /threads/:thread_id/stream/events": protocol("threads:read", "threads:read"),

  "POST /runs": protocol("runs:write", "threads:create_run"),
  "POST /runs/wait": protocol("runs:write", "threads:create_run"),
  "POST /runs/stream": protocol("runs:write", "threads:create_run"),
  "GET /runs/:run_id/stream": protocol("threads:read", "threads:read"),

  "POST /ui/:agent": protocol("assistants:read", "assistants:read"),
  "GET /ui/:agent/:basename": open,

  "PUT /store/items": protocol("store:write", "store:put"),
  "GET /store/items": protocol("store:read", "store:get"),
  "DELETE /store/items": protocol("store:write", "store:delete"),
  "POST /store/items/search": protocol("store:read", "store:search"),
  "POST /store/namespaces": protocol("store:read", "store:list_namespaces"),

  "POST /runs/crons": protocol("runs:write", "crons:create"),
  "POST /threads/:thread_id/runs/crons": protocol("runs:write", "crons:create"),
  "POST /runs/crons/search": protocol("threads:read", "crons:search"),
  "POST /runs/crons/count": protocol("threads:read", "crons:search"),
  "PATCH /runs/crons/:cron_id": protocol("runs:write", "crons:update"),
  "DELETE /runs/crons/:cron_id": protocol("runs:write", "crons:delete"),

  "GET /webhooks": ours("threads:read", "threads:search"),
  "POST /webhooks/:webhook_id/replay": ours("runs:write", "threads:update"),

  "POST /tickets": ours("threads:read"),

  "GET /interrupts": ours("threads:read", "threads:search"),
  "GET /interrupts/:id": ours("threads:read", "threads:read"),
  "POST /interrupts/:id/decision": ours("decisions:write", "threads:update"),
  "POST /interrupts/:id/links": ours("decisions:delegate", "threads:update"),
  "DELETE /interrupts/:id/links/:link_id": ours("decisions:delegate", "threads:update"),

  // the link is the credential
  "GET /links/:token": { scope: "open", isOurs: true },
  "POST /links": { scope: "open", isOurs: true },
};

/** Paths of the routes that the protocol does not have. */
export const ownPaths: readonly string[] = [
  ...new Set(Object.entries(operations).flatMap(([key, { isOurs }]) => (isOurs ? [key.slice(key.indexOf(" ") + 1)] : []))),
];

const openPaths = Object.entries(operations).flatMap(([key, { scope }]) =>
  scope === "open" ? [new RegExp(`^${key.replaceAll(/:\w+/g, "[^/]+")}/?$`)] : [],
);

/** Whether a request may be served without asking who sends it. Its path is the one below the app. */
export const isOpen = (method: string, path: string): boolean =>
  openPaths.some((pattern) => pattern.test(`${method === "HEAD" ? "GET" : method} ${path}`));
