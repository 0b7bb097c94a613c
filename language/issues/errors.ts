/** Every failure that Signalbox itself throws: one class and one catalogue. It does not format them. */

interface ErrorEntry {
  /** The HTTP status under which the API answers it. */
  readonly status: number;
  readonly title: string;
  /** What the reader can do about it. */
  readonly repair: string;
}

/**
 * The catalogue of errors: each code with its HTTP status, its title and what to do.
 * @example
 * const { status, repair } = errors.THREAD_BUSY;
 * console.log(status, repair);
 */
// biome-ignore format: a table, one failure a line
export const errors = {
  DATABASE_UNREACHABLE: { status: 503, title: "The database does not answer", repair: "Start Postgres or correct DATABASE_URL; unset it to use the embedded database." },
  DATABASE_UNAVAILABLE: { status: 503, title: "The database is temporarily unavailable", repair: "Try again in a moment: nothing is lost, and runs continue automatically." },
  GRAPH_UNAVAILABLE: { status: 503, title: "A graph could not be loaded", repair: "The log of the server's start has the reason, and so has signalbox check: fix the graph and start the server again." },
  DATABASE_LOGIN_FAILED: { status: 503, title: "The database refuses the login", repair: "Correct user, password and database name in DATABASE_URL." },
  DATABASE_URL_INVALID: { status: 503, title: "The database's URL cannot be used", repair: "Write postgres://user:password@host:5432/database." },
  DATABASE_TLS_FAILED: { status: 503, title: "The connection to the database cannot be encrypted as asked for", repair: "Name the provider's root certificate by sslmode=verify-full&sslrootcert=<file> in DATABASE_URL, or in NODE_EXTRA_CA_CERTS; sslmode=no-verify encrypts without checking who answers." },
  DATABASE_UNSUITABLE: { status: 503, title: "The database cannot be used", repair: "Use the primary of a Postgres of version 13 or later." },
  DATABASE_SCHEMA_UNUSABLE: { status: 503, title: "The schema for Signalbox's tables cannot be used", repair: "Set SIGNALBOX_SCHEMA to a schema of Signalbox's own in which the login may create tables." },
  DATA_FOLDER_LOCKED: { status: 503, title: "Another process uses the data folder", repair: "Stop that process, or give this one its own folder by SIGNALBOX_DATA." },
  MIGRATION_CHANGED: { status: 500, title: "An applied migration was edited", repair: "Restore the file and put the change into a new migration." },
  MIGRATION_FAILED: { status: 500, title: "A migration failed", repair: "Correct the file; nothing of it was applied." },
  MIGRATION_UNKNOWN: { status: 500, title: "The database is newer than this program", repair: "Run the version that applied the migration, or a later one." },
  NESTED_CONNECTION: { status: 500, title: "A second connection was requested inside a transaction", repair: "Use the transaction's own handle." },
  NOT_YOU: { status: 403, title: "The request names somebody else than its credential", repair: "Leave `by` out. A service that acts for a person says `on_behalf_of`." },
  TENANTS_NOT_SEPARATED: { status: 500, title: "Postgres does not keep the tenants apart", repair: "Do what the message says, or start without SIGNALBOX_TENANTS=on." },
  TENANT_NOT_NAMED: { status: 500, title: "A statement does not name its tenant", repair: "Nothing was read or written: report it. In the statement, say `tenant = $tenant`." },
  STREAM_OUTDATED: { status: 409, title: "The database has another history than the events that were read", repair: "Read the thread's state again, and the stream from the beginning, without Last-Event-ID." },
  FENCED: { status: 409, title: "Another worker owns the thread", repair: "Nothing: the other worker continues the run." },
  UNKNOWN_SIGNAL: { status: 404, title: "The graph has no such signal", repair: "Name a signal that the graph declares under `signals`." },
  NOTHING_TO_SIGNAL: { status: 409, title: "No node is active", repair: "Signal a thread that runs or waits; start a new turn with a run." },
  CHILD_THREADS_UNAVAILABLE: { status: 500, title: "Child threads cannot run here", repair: "Serve the graph by `signalbox serve`; Studio runs one thread at a time." },
  INVALID_ARGUMENT: { status: 500, title: "A channel does not hold what a node takes", repair: "Write the channel on every path that leads to the node." },
  IDEMPOTENCY_KEY_REUSED: { status: 422, title: "The idempotency key belongs to another request", repair: "Send a new key with a new request, and the same key only with exactly the same request." },
  INVALID_INPUT: { status: 400, title: "The request does not fit", repair: "Correct the places that the message names." },
  BODY_NOT_JSON: { status: 400, title: "The body is not JSON", repair: "Send a JSON value, regardless of the content type." },
  BODY_TOO_LARGE: { status: 413, title: "The body is too large", repair: "Send less, or raise the limit: serve --body-limit 20mb, SIGNALBOX_BODY_LIMIT, or bodyLimit of createApp." },
  BODY_UNREADABLE: { status: 415, title: "The body's encoding is unknown", repair: "Send UTF-8, plain or compressed with gzip, br or deflate." },
  ROUTE_NOT_FOUND: { status: 404, title: "No such route", repair: "docs/api.md lists the routes." },
  UPGRADE_REQUIRED: { status: 426, title: "This route is a WebSocket", repair: "Open it as one, or read the same events by POST of the same path." },
  ORIGIN_REFUSED: { status: 403, title: "This page may not call the server", repair: "Add the page's origin to http.cors.allow_origins." },
  TOO_MANY_REQUESTS: { status: 429, title: "The caller asks too much at once", repair: "Wait as long as Retry-After says; an operator may raise SIGNALBOX_RATE_LIMIT or SIGNALBOX_TENANT_STREAMS." },
  QUEUE_FULL: { status: 429, title: "The tenant has too many runs waiting", repair: "Wait as long as Retry-After says; an operator may raise SIGNALBOX_TENANT_QUEUE." },
  STORAGE_FULL: { status: 507, title: "The tenant stores as much as it may", repair: "Delete or prune threads, or items of the store; an operator may raise SIGNALBOX_TENANT_STORAGE. It is measured again within half a minute." },
  HOST_REFUSED: { status: 403, title: "The server is not known by this name", repair: "Call it by localhost, or allow the name: serve --allowed-hosts <names>, SIGNALBOX_ALLOWED_HOSTS, or allowedHosts of createApp." },
  GRAPH_NOT_FOUND: { status: 404, title: "No such graph", repair: "POST /assistants/search lists the graphs." },
  ASSISTANT_NOT_FOUND: { status: 404, title: "No such assistant", repair: "POST /assistants/search lists the assistants; a graph's id is accepted too." },
  ASSISTANT_VERSION_NOT_FOUND: { status: 404, title: "The assistant has no such version", repair: "POST /assistants/:assistant_id/versions lists them." },
  ASSISTANT_EXISTS: { status: 409, title: "The assistant exists", repair: "Choose another id, or send if_exists: do_nothing." },
  SYSTEM_ASSISTANT: { status: 409, title: "A graph always has this assistant", repair: "Remove the graph from langgraph.json, or change the assistant by PATCH." },
  THREAD_NOT_FOUND: { status: 404, title: "No such thread", repair: "Create it by POST /threads, or send if_not_exists: create with the run." },
  RUN_NOT_FOUND: { status: 404, title: "No such run", repair: "GET /threads/:thread_id/runs lists the thread's runs." },
  CRON_NOT_FOUND: { status: 404, title: "No such cron", repair: "POST /runs/crons/search lists the crons." },
  WEBHOOK_NOT_FOUND: { status: 404, title: "No such webhook", repair: "GET /webhooks lists those of the last 30 days." },
  CRON_NOT_ALLOWED: { status: 403, title: "Who made the cron may no longer start runs", repair: "Let somebody who may start runs make the cron anew, and delete this one." },
  INTERRUPT_NOT_FOUND: { status: 404, title: "No such interrupt", repair: "GET /interrupts lists the open ones." },
  NOT_COPYABLE: { status: 409, title: "The thread cannot be copied now", repair: "Copy it when its turn has ended." },
  INTERRUPT_AMBIGUOUS: { status: 409, title: "Several threads have the interrupt", repair: "Send the thread_id of the one that is meant: in the query of GET /interrupts/:id, in the body of POST /interrupts/:id/decision." },
  CHECKPOINT_NOT_FOUND: { status: 404, title: "No such checkpoint", repair: "POST /threads/:thread_id/history lists the thread's checkpoints." },
  THREAD_EXISTS: { status: 409, title: "The thread exists", repair: "Choose another id, or send if_exists: do_nothing." },
  THREAD_BUSY: { status: 422, title: "The thread is busy", repair: "Wait for its run, or choose another multitask_strategy." },
  THREAD_IN_USE: { status: 409, title: "A run works on the thread", repair: "Wait for the run, or cancel it." },
  THREAD_STATUS_DIFFERS: { status: 409, title: "The thread has another status", repair: "Look at the thread, and send if_thread_status with the statuses in which the run is still wanted." },
  THREAD_WAITS: { status: 409, title: "The thread waits for someone else's decision", repair: "Decide the interrupt by POST /interrupts/:id/decision." },
  ALREADY_DECIDED: { status: 409, title: "The interrupt is decided", repair: "Nothing: the first decision counts, and `first` shows it." },
  INVALID_DECISION: { status: 400, title: "The decision does not fit its question", repair: "GET /interrupts/:id shows the decisions and the schema of each form." },
  NOT_ALLOWED_TO_DECIDE: { status: 403, title: "Someone else must decide", repair: "Let one of the people that the message names decide; say who you are by `by` and `roles`." },
  SHOWN_STATE_CHANGED: { status: 409, title: "What was shown has changed since", repair: "Look at the thread's state again; the question binds these channels." },
  LINK_UNKNOWN: { status: 404, title: "No such link", repair: "Use the link whole, as it was sent, or ask whoever sent it for another one." },
  LINK_OVER: { status: 410, title: "The link no longer counts", repair: "Ask whoever sent it for another one." },
  PORT_IN_USE: { status: 500, title: "The port is in use", repair: "Stop what listens there, or choose another port." },
  HOST_UNSUITABLE: { status: 500, title: "This place cannot serve the API", repair: "Run it on Node: in Next.js set `export const runtime = \"nodejs\"`." },
  ADDRESS_UNAVAILABLE: { status: 500, title: "The address cannot be listened on", repair: "Choose a host and a port that this user may open." },
  GRAPH_DEFINITION_INVALID: { status: 500, title: "The declaration is wrong", repair: "Fix the issues that the message lists; docs/errors.md explains each." },
  DEFINITION_DOES_NOT_FIT: { status: 409, title: "The thread's own definition no longer fits the code", repair: "Deploy code that still has what the message names, move the thread to another version by signalbox adopt, or end it." },
  NOT_ADOPTABLE: { status: 409, title: "The thread cannot be moved to that version", repair: "Map renamed nodes, deploy code that has what the message names, or leave the thread where it is." },
  VERSION_NOT_FOUND: { status: 404, title: "The graph has no such version here", repair: "Name the version of the code that is deployed, or one that the database holds: by its number, or by the hash of its definition." },
  QUESTION_CHANGED: { status: 409, title: "The code asks something else than what was answered", repair: "Decide the question that is open now; if none is, deploy code that asks it and retry the run." },
  UNSUPPORTED_CONTENT: { status: 400, title: "A message has content that the model's API does not take", repair: "Send it as one of the blocks that the message lists, or use a model that takes it." },
  UNDECLARED_LABEL: { status: 500, title: "Code returned a label that it does not declare", repair: "Declare the label in the registry and route it, or return a declared one." },
  NODE_FAILED: { status: 500, title: "A node failed and no error edge takes it", repair: "Give the node onError, or the graph defaults.onError; the cause is kept." },
  UNSTORABLE_STATE: { status: 400, title: "A value cannot be stored and read back as it is", repair: "Write plain JSON at the place that the message names." },
  STATE_TOO_LARGE: { status: 413, title: "A channel's value is too large", repair: "Store it elsewhere and write where it is, or raise the limit." },
  STATE_SEALED: { status: 500, title: "A checkpoint is encrypted, and nothing here can read it", repair: "Start with the cipher that wrote it." },
  STATE_UNREADABLE: { status: 500, title: "A checkpoint holds an object that cannot be read back", repair: "It was not written by this program; restore the thread, or delete it." },
  EFFECT_UNKNOWN: { status: 500, title: "It is unknown whether an effect has happened", repair: "Check the other system; give the node onUnknown, so that a person can decide." },
  TRANSACTION_TIMEOUT: { status: 504, title: "A tool's transaction was idle for too long", repair: "Do slow work before the first statement or after the last, or declare another effect for the tool." },
  NODE_TIMEOUT: { status: 504, title: "A node did not answer in time", repair: "Raise its timeout, or route the error." },
  RUN_CANCELLED: { status: 409, title: "The run was cancelled", repair: "Start a new run." },
  RUN_TIMEOUT: { status: 504, title: "The run took too long", repair: "Raise SIGNALBOX_RUN_TIMEOUT, or retry the run: it continues from its last step." },
  NOT_RETRYABLE: { status: 409, title: "The run cannot be tried again", repair: "Retry the thread's last run, when it failed, timed out or was cancelled." },
  PROCESS_EXIT_REFUSED: { status: 500, title: "A run's code tried to end the process", repair: "Throw an error in the node instead of calling process.exit, process.abort or process.kill." },
  UNCAUGHT_IN_NODE: { status: 500, title: "A run's code left an error uncaught", repair: "Await every promise of the node, or catch its rejection; do not throw in callbacks." },
  TOO_MANY_STARTS: { status: 500, title: "The run was started too often", repair: "Find what ends the process while this run is active, then start a new run." },
  SQL_UNAVAILABLE: { status: 500, title: "This place has no database", repair: "Run the graph with a database, or give the test an Sql of its own." },
  CONFIG_NOT_FOUND: { status: 500, title: "There is no langgraph.json", repair: "Run the command in the project's folder, or name the file by --config." },
  VECTORS_UNAVAILABLE: { status: 500, title: "The database cannot search by meaning", repair: "Install pgvector in the database, or remove store.index." },
  EMBEDDING_FAILED: { status: 502, title: "A text could not be embedded", repair: "Look at the server's log, and at the code that store.index.embed names." },
  CONFIG_INVALID: { status: 500, title: "langgraph.json cannot be read", repair: 'Write { "graphs": { "<id>": "./file.ts:export" } }.' },
  GRAPH_NOT_LOADED: { status: 500, title: "A graph's code cannot be loaded", repair: "Fix what the message names; --debug shows where it was thrown." },
  SERVER_UNREACHABLE: { status: 500, title: "The server does not answer", repair: "Start it with signalbox serve, or name it with --url." },
  FILE_NOT_READ: { status: 500, title: "A file cannot be read", repair: "Name a file that exists and that you may read." },
  OUTPUT_NOT_WRITTEN: { status: 500, title: "A file cannot be written", repair: "Name a file in a folder that exists and that you may write to." },
  SCENARIO_NOT_FORCEABLE: { status: 500, title: "This server cannot be made to follow the scenario", repair: "Leave out what the message names, or run it in memory or on a server of the test kit (startTestServer)." },
  SCENARIO_INVALID: { status: 500, title: "A scenario does not fit its graph", repair: "Correct the names and values that the message lists." },
  REAL_MODEL_IN_TEST: { status: 500, title: "A path test would call a real model", repair: 'Give the agent a double (agents, nodes or models of the scenario), or say models: "real".' },
  COVERAGE_NOT_FOUND: { status: 500, title: "There is no coverage of a test run", repair: "Add signalbox/testkit/reporter to vitest's reporters and run the tests, or name the file." },
  COVERAGE_INVALID: { status: 500, title: "A coverage cannot be read", repair: "Run the tests again with the reporter of this version." },
  REGISTRY_NOT_FOUND: { status: 500, title: "A graph file has no registry", repair: "Export setup({ ... }) from registry.ts beside it, or name one by --registry file:export." },
  UNAUTHENTICATED: { status: 401, title: "The request does not prove who sends it", repair: "Send an API key (X-Api-Key, or Authorization: Bearer) or a token that is valid now." },
  IDENTITY_UNAVAILABLE: { status: 503, title: "The identity provider does not answer", repair: "Try again in a moment. Check auth.jwt.jwks_uri in langgraph.json; the server's log has the cause." },
  FORBIDDEN: { status: 403, title: "The caller may not do this", repair: "Use a key or token with the scope that the message names." },
  FORWARDED_WITHOUT_AUTH: { status: 403, title: "A proxy has passed the request on, and this server asks nobody who they are", repair: "Turn authentication on (signalbox keys create), or start the server with --unsafe-no-auth if the proxy authenticates every request." },
  AUTH_REQUIRED: { status: 500, title: "The server would be open to the network", repair: "Turn authentication on: auth.path or auth.jwt in langgraph.json, or API keys (signalbox keys create). --unsafe-no-auth listens without it." },
  AUTH_FAILED: { status: 500, title: "The application's Auth object failed", repair: "The server's log has the cause." },
  INTERNAL: { status: 500, title: "Something failed inside the server", repair: "The server's log has the cause." },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errors;

/**
 * Every failure that Signalbox itself throws. Match on `code`, which is stable, not on the message. `facts` has the details, `cause` the original error.
 * @example
 * try {
 *   await runtime.threads.get("01a21c5e-0e6e-729f-a2ad-c7954a4b8f30");
 * } catch (error) {
 *   if (!(error instanceof SignalboxError) || error.code !== "THREAD_NOT_FOUND") throw error;
 * }
 */
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

/** Whether a failure of this code is behind an error: at any depth, because nodes and LangGraph wrap what they catch. */
export function isCausedBy(error: unknown, code: ErrorCode, seen = new Set<unknown>()): boolean {
  // causes may form a circle
  if (seen.has(error)) return false;
  seen.add(error);
  if (error instanceof SignalboxError && error.code === code) return true;
  if (error instanceof AggregateError && error.errors.some((one) => isCausedBy(one, code, seen))) return true;
  return error instanceof Error && error.cause !== undefined && isCausedBy(error.cause, code, seen);
}

/**
 * An error code that a tool declares: the node takes the error edge of that code. It states that nothing was done.
 * @example
 * const findOrder = tool({ errors: { NOT_FOUND: "final" }, args: z.object({ id: z.string() }), output: z.string(),
 *   run: async ({ id }) => {
 *     if (id === "") throw new ToolError("NOT_FOUND", "there is no order without an id");
 *     return id;
 *   } });
 */
export class ToolError extends Error {
  readonly code: string;

  constructor(code: string, message: string = code, options?: ErrorOptions) {
    super(message, options);
    this.name = "ToolError";
    this.code = code;
  }
}
