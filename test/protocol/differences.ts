/** Where ours differs from the reference on purpose, each with its reason; docs/protocol.md lists the same. One that is no longer seen fails the suite. */
import { listed } from "./compare/listed-difference.ts";

const nothing = undefined;
const isMissing = (value: unknown): boolean => value === nothing;
const onlyTheirs = (_theirs: unknown, ours: unknown): boolean => isMissing(ours);
const onlyOurs = (theirs: unknown): boolean => isMissing(theirs);

interface Answered {
  readonly status: number;
  readonly body: unknown;
}

/** A difference of statuses. */
const statuses =
  (reference: number, own: number, body: RegExp = /^/) =>
  (theirs: Answered, ours: Answered): boolean =>
    theirs.status === reference && ours.status === own && body.test(JSON.stringify(ours.body));

const eachRun = [
  "POST /threads/<id>/runs",
  "POST /runs",
  "POST /runs/batch",
  "GET /threads/<id>/runs",
  "GET /threads/<id>/runs/<id>",
  "POST /runs/cancel",
  "webhook",
];

export const differences = listed({
  "cors-allow-list": {
    reason:
      "Web pages may call the server only from origins that it allows, and only they get CORS headers. The reference allows every page.",
    at: ["headers.access-control-allow-origin", "headers.access-control-expose-headers"],
  },
  "stream-not-transformed": {
    reason: "`Cache-Control: no-transform` keeps proxies from compressing, and so from holding back, a stream of events.",
    at: "headers.cache-control",
    is: (theirs, ours) => theirs === "no-cache" && ours === "no-cache, no-transform",
  },
  "reconnect-location": {
    reason:
      "A stream says in `Location` where the official client continues it after a broken connection; the client then asks whether the run is over.",
    at: ["headers.location", "request"],
    is: (theirs, ours: string) => theirs === nothing && /\/runs\/[^/]+$|\/stream$/.test(ours),
  },
  "result-is-json": {
    reason: "The result of `wait` and `join` is sent as JSON. The reference sends it as text.",
    in: ["* /threads/<id>/runs/wait", "* /runs/wait", "*/join"],
    at: "headers.content-type",
    is: (theirs, ours) => theirs === "text/plain" && ours === "application/json",
  },
  "interrupts-always-shown": {
    reason: "A thread always has `interrupts`, so that clients need not check. The reference omits it before a run has ended.",
    at: ["body.interrupts", "body.*.interrupts"],
    is: (theirs, ours: object) => theirs === nothing && ours !== nothing && Object.keys(ours).length === 0,
  },
  "interrupts-without-empty-lists": {
    reason: "`interrupts` has the tasks that ask. The reference also lists tasks without a question.",
    at: ["body.interrupts.<id>", "body.*.interrupts.<id>"],
    is: (theirs: unknown[], ours) => theirs?.length === 0 && ours === nothing,
  },
  "kwargs-as-sent": {
    reason: "A run's `kwargs` are what its request said. The reference adds its own settings, the merged metadata, and defaults.",
    in: eachRun,
    at: [
      ...["run_id", "thread_id", "graph_id", "assistant_id"].map((key) => `body*.kwargs.config.configurable.${key}`),
      ...["config.metadata", "config.configurable", "context", "resumable", "temporary", "subgraphs"].map((key) => `body*.kwargs.${key}`),
    ],
    is: onlyTheirs,
  },
  "no-request-headers-by-default": {
    reason:
      "Only the request headers that `http.configurable_headers` lists reach a graph. The reference gives it all `x-*` headers and `user-agent`.",
    at: "*.user-agent",
    is: onlyTheirs,
  },
  "deployment-names": {
    reason: "The reference notes its own version and plan in the metadata of checkpoints and streams.",
    at: ["*.langgraph_host", "*.langgraph_plan", "*.langgraph_version", "*.langgraph_api_url", "*.ls_integration"],
    is: onlyTheirs,
  },
  "ids-without-a-thread": {
    reason: "Events of a run without a thread have ids too, so that its stream can be continued.",
    in: "POST /runs/stream",
    at: ["events.*.id", "events.*.fields"],
    is: (theirs, ours: string) => (theirs === nothing && /^\d+$/.test(ours)) || (theirs === "event,data" && ours === "event,data,id"),
  },
  "runs-are-named": {
    reason: "The message of an unknown run contains its id.",
    at: "body",
    is: (theirs, ours: string) => theirs === "Run not found" && /^Run \S+ not found$/.test(ours),
  },
  "unknown-run-is-404": {
    reason: "Joining a run that does not exist is a 404. The reference answers 200 with an error in the result or in the stream.",
    in: ["GET */join", "GET */stream"],
    at: "status",
    is: statuses(200, 404, /^"Run \S+ not found"$/),
  },
  "join-has-the-runs-result": {
    reason: "`join` has the run's own result, as `wait` has it. The reference has the thread's values if the run had ended before.",
    in: "GET */join",
    at: ["body.*", "keep-alive"],
  },
  "unknown-thread-is-404": {
    reason: "A run on a thread that does not exist is a 404. The reference says 422 and that the thread is busy.",
    in: "POST /threads/<id>/runs*",
    at: "status",
    is: statuses(422, 404, /Thread with ID/),
  },
  "cancel-wait-is-a-boolean": {
    reason: "`wait=0`, as the official client sends it, does not wait: 202. The reference takes every text for true.",
    in: "POST */cancel",
    at: "status",
    is: statuses(204, 202),
  },
  "questions-are-not-dropped": {
    reason: "New input, a jump or an edit for a thread that waits for an answer is refused: nobody's question is dropped silently.",
    at: "status",
    is: statuses(200, 409, /waits for a decision/),
  },
  "tokens-only-for-readers": {
    reason:
      "A model streams only in a run that was asked for its tokens; a message that was not streamed has another id and no `tool_call_chunks`.",
    at: ["*.messages.*.id", "*.messages.*.tool_call_chunks"],
    is: (theirs: unknown, ours: unknown) =>
      (typeof theirs === "string" && theirs.startsWith("run-") && typeof ours === "string") || isMissing(ours),
  },
  "checkpoint-map-always-shown": {
    reason: "A checkpoint has all four of its fields, so that it can be sent back as it is.",
    at: "body.checkpoint.checkpoint_map",
    is: (theirs, ours) => onlyOurs(theirs) && ours === null,
  },
});
