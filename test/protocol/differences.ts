/** Where ours differs from the reference on purpose, each with its reason; docs/protocol.md lists the same. One that is no longer seen fails the suite. */
import { isNothing, listed, onlyOne, onlyOurs, onlyTheirs, statuses, texts } from "./compare/listed-difference.ts";

const eachRun = [
  "POST /threads/<id>/runs",
  "POST /runs",
  "POST /runs/batch",
  "GET /threads/<id>/runs",
  "GET /threads/<id>/runs/<id>",
  "POST /runs/cancel",
  "webhook",
];

/** Events of protocol v2. */
const v2 = ["POST /threads/<id>/stream/events", "WebSocket"];

/** Codes of zod 3, and what zod 4 says instead. */
const ZOD_4: Readonly<Record<string, readonly string[]>> = {
  invalid_string: ["invalid_format"],
  invalid_enum_value: ["invalid_value"],
  invalid_union: ["invalid_type"],
  object: ["record"],
};
const ZOD_3_FIELDS = ["received", "exact", "type", "validation", "options", "unionErrors"];
const ZOD_4_FIELDS = ["format", "origin", "pattern", "values", "errors"];

/** Without the ids of their tasks. */
const nodesOf = (namespace: readonly unknown[]): string => namespace.map((segment) => String(segment).split(":")[0]).join();

/** What both say of the same command. */
const COMMAND_ERRORS: readonly (readonly [reference: RegExp, own: RegExp])[] = [
  [/requires an assistant_id/, /^params\.assistant_id: /],
  [/requires an interrupt_id/, /^params: .*interrupt_id/],
  [/only be used while the run is interrupted/, /does not wait for an answer/],
  [/^Unknown protocol command: run\.stop$/, /^Unknown command "run\.stop": send run\.start, /],
  [/valid JSON/, /JSON/],
  [/integer id and string method/, /^(id|method): /],
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
    is: (theirs, ours) => isNothing(theirs) && /\/runs\/[^/]+$|\/stream$/.test(String(ours)),
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
    is: (theirs, ours) => isNothing(theirs) && JSON.stringify(ours) === "{}",
  },
  "interrupts-without-empty-lists": {
    reason: "`interrupts` has the tasks that ask. The reference also lists tasks without a question.",
    at: ["body.interrupts.<id>", "body.*.interrupts.<id>"],
    is: (theirs, ours) => JSON.stringify(theirs) === "[]" && isNothing(ours),
  },
  "kwargs-as-sent": {
    reason: "A run's `kwargs` are what its request said. The reference adds its own settings, the merged metadata, and defaults.",
    in: eachRun,
    at: [
      ...["run_id", "thread_id", "graph_id", "assistant_id"].map((key) => `body*.kwargs.config.configurable.${key}`),
      ...["config.metadata", "config.configurable", "context", "resumable", "temporary", "subgraphs"].map((key) => `body*.kwargs.${key}`),
      "body*.kwargs.stream_resumable",
    ],
    is: onlyOne,
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
    is: (theirs, ours) => (isNothing(theirs) && /^\d+$/.test(String(ours))) || (theirs === "event,data" && ours === "event,data,id"),
  },
  "runs-are-named": {
    reason: "The message of an unknown run contains its id.",
    at: "body",
    is: texts((theirs, ours) => theirs === "Run not found" && /^Run \S+ not found$/.test(ours)),
  },
  "unknown-run-is-404": {
    reason: "Joining a run that does not exist is a 404. The reference answers 200 with an error in the result or in the stream.",
    in: ["GET */join", "GET */stream"],
    at: "status",
    is: statuses(200, 404, /Run \S+ not found/),
  },
  "join-has-the-runs-result": {
    reason: "`join` has the run's own result, as `wait` has it. The reference has the thread's values if the run had ended before.",
    in: "GET */join",
    during: ["*: a run that waits", "*: a run that failed"],
    at: ["body.__interrupt__", "body.__error__", "body.amount", "body.log", "body.messages", "body.what"],
    is: onlyOne,
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
    is: (theirs, ours) =>
      (String(theirs).startsWith("run-") && typeof ours === "string") || (JSON.stringify(theirs) === "[]" && isNothing(ours)),
  },
  "checkpoint-map-always-shown": {
    reason: "A checkpoint has all four of its fields, so that it can be sent back as it is.",
    at: "body.checkpoint.checkpoint_map",
    is: (theirs, ours) => isNothing(theirs) && ours === null,
  },
  "durability-is-sync": {
    reason: "Every run is `durability: sync` and shows it: the other values lose what the server promises after a crash.",
    at: "body*.kwargs.durability",
    is: (theirs, ours) => isNothing(theirs) && ours === "sync",
  },
  "cancel-reason-shown": {
    reason: "A cancelled run says why, as newer Agent Servers do.",
    at: "body*.cancel_reason",
    is: onlyOurs,
  },
  "run-metadata-names-its-graph": {
    reason: "Every run's metadata names its graph and assistant. The reference leaves them out when the run creates its thread.",
    at: ["body*.metadata.graph_id", "body*.metadata.assistant_id", "events.*.graph_id", "events.*.assistant_id"],
    is: onlyOurs,
  },
  "checkpoint-metadata-of-the-run": {
    reason:
      "A checkpoint's metadata has what the run was given, and source, step and parents. The reference adds how LangGraph executed it.",
    at: [
      ...["checkpoint_id", "checkpoint_ns", "checkpoint_map", "langgraph_checkpoint_ns"].map((key) => `body*.metadata.${key}`),
      "body*.metadata.my_*",
      ...["langgraph_node", "langgraph_path", "langgraph_step", "langgraph_triggers"].map((key) => `body*.metadata.${key}`),
    ],
    is: onlyTheirs,
  },
  "an-answer-has-its-threads-metadata": {
    reason: "A run that answers has its thread's metadata and its own. The reference adds the assistant's.",
    at: "body*.metadata.created_by",
    is: onlyTheirs,
  },
  "validation-wording": {
    reason: "Messages of a 400 come from zod 4 and name what is allowed; the reference has zod 3. The places are equal.",
    at: "body.error.issues.*.message",
    is: texts((theirs, ours) => theirs !== "" && ours !== ""),
  },
  "validation-codes": {
    reason: "The codes of issues are those of zod 4.",
    at: ["body.error.issues.*.code", "body.error.issues.*.expected"],
    is: (theirs, ours) => ZOD_4[String(theirs)]?.includes(String(ours)) ?? (isNothing(theirs) && ours === "string"),
  },
  "validation-details": {
    reason: "What an issue says besides, as allowed values, has the names of zod 4.",
    at: [...ZOD_3_FIELDS, ...ZOD_4_FIELDS].map((key) => `body.error.issues.*.${key}`),
    is: onlyOne,
  },
  "malformed-json-place": {
    reason: "The message of malformed JSON says where.",
    at: "body",
    is: texts((theirs, ours) => theirs === "Malformed JSON in request body" && ours.startsWith(`${theirs}: `)),
  },
  "assistants-are-named": {
    reason: "The message of an unknown assistant contains its id.",
    at: "body",
    is: texts((theirs, ours) => /^Assistant.* not found\.?$/.test(theirs) && /^(No assistant found for|Assistant) .*/.test(ours)),
  },
  "routes-are-named": {
    reason: "The message of an unknown route contains it.",
    at: "body",
    is: texts((theirs, ours) => theirs === "404 Not Found" && ours.startsWith("No route ")),
  },
  "own-version": {
    reason: "`/info` has the versions of this package and of LangGraph, and flags for what this server does.",
    in: "GET /info",
    at: ["body.version", "body.langgraph_js_version", "body.flags.*"],
  },
  "subgraph-schemas-named": {
    reason:
      "Schemas of subgraphs also have the names that the official client's types have: `input_schema`. The reference has only `input`.",
    in: "GET /assistants/*/subgraphs*",
    at: "body.*_schema",
    is: onlyOurs,
  },
  "no-schema-is-null": {
    reason: "A schema that a graph does not have is null, and so shown.",
    in: ["GET /assistants/*/schemas", "GET /assistants/*/subgraphs*"],
    at: ["body.config_schema", "body.context_schema", "body.*.config"],
    is: (theirs, ours) => isNothing(theirs) && ours === null,
  },
  "schemas-in-place": {
    reason:
      "In schemas that are read from types, an object is written where it is, to its last level, and a message is described as JSON has it. The reference makes definitions named after whole types, ends at the fourth level, and describes what a message's class has in memory.",
    in: ["GET /assistants/annotated/schemas", "GET /assistants/annotated/subgraphs"],
    at: ["body.*.definitions.*", "body.*.properties.order.*"],
  },
  "context-schema": {
    reason: "A graph's context schema is shown also when its state is a `StateSchema`.",
    in: "GET /assistants/*/schemas",
    at: ["body.config_schema", "body.context_schema"],
    is: (theirs, ours) => isNothing(theirs) && typeof ours === "object",
  },
  "bad-input-is-refused": {
    reason: "What cannot be done is a 400 that says why. The reference fails with 500.",
    at: "status",
    is: statuses(500, 400),
  },
  "unknown-checkpoint-is-404": {
    reason: "A checkpoint that does not exist is a 404. The reference shows an empty state.",
    in: "GET /threads/<id>/state/<id>",
    at: "status",
    is: statuses(200, 404, /has no checkpoint/),
  },
  "error-of-a-task": {
    reason: "The error of a task is its message. The reference has JSON in a string.",
    at: "*.tasks.*.error",
    is: texts((theirs, ours) => theirs.startsWith("{") && JSON.parse(theirs).message === ours),
  },
  "before-as-the-client-sends-it": {
    reason: "`before` may be a config, as the official client's types say. The reference takes only an id.",
    in: ["POST /threads/<id>/history"],
    at: "status",
    is: statuses(400, 200),
  },
  "newest-run-first": {
    reason: "Runs of a thread are listed with the newest first, as LangSmith's Agent Server does.",
    in: "order of runs",
    at: "body",
  },
  "rollback-removes-checkpoints": {
    reason: "`rollback` discards what the run has written. The reference keeps it, and the next run goes on from there.",
    during: ["*rollback"],
    in: ["POST /threads/<id>/history", "GET /threads/<id>/state"],
    at: ["body", "body.metadata.step", "body.values.*"],
  },
  "order-between-modes": {
    reason: "In a stream of several modes, tokens come after the task that they belong to began. In the reference they overtake it.",
    at: "events.order",
    is: texts((theirs, ours) => theirs.split(" ").sort().join() === ours.split(" ").sort().join()),
  },
  "messages-of-subgraphs": {
    reason: "`messages/complete` comes also with `stream_subgraphs`. The reference forgets it.",
    during: "*stream_mode: messages, stream_subgraphs",
    at: ["events.messages/complete", "events.order"],
  },
  "questions-without-a-thread": {
    reason: "A run without a thread may ask. In the reference it fails, because its graph has no checkpointer.",
    in: ["POST /runs/wait", "POST /runs/stream"],
    at: ["body.__error__", "body.__interrupt__"],
    is: onlyOne,
  },
  "every-question-in-the-result": {
    reason:
      "The result of a run that stopped at several questions is these questions. The reference has the state instead when another task of the step has ended.",
    in: "POST /threads/<id>/runs/wait",
    at: ["body.__interrupt__", "body.done", "body.item", "body.items"],
    is: onlyOne,
  },
  "nothing-to-resume": {
    reason: "An answer for a thread that does not wait is a 400. The reference ignores it, and says that the run succeeded.",
    in: "POST /threads/<id>/runs/*",
    at: "status",
    is: statuses(200, 400, /does not wait for an answer/),
  },
  "pagination-totals": {
    reason:
      "`X-Pagination-Total` is the number of matches, and `X-Pagination-Next` comes with every page but the last. The reference adds the offset to the total.",
    at: ["headers.x-pagination-total", "headers.x-pagination-next"],
    is: (_, ours) => /^\d+$/.test(String(ours)),
  },
  "unknown-graph-is-404": {
    reason: "An assistant of a graph that does not exist is refused. The reference stores it, and every use of it fails.",
    in: ["POST /assistants", "PATCH /assistants/<id>"],
    at: "status",
    is: statuses(200, 404, /^.*Graph .* not found/),
  },
  "threads-are-named": {
    reason: "The message about a thread contains its id, and says what is missing.",
    at: "body",
    is: texts(
      (theirs, ours) => /^Thread .*(not found|has no graph ID)$/.test(theirs) && /^Thread .*(not found|has no graph ID: .*)$/.test(ours),
    ),
  },
  "tags-of-tokens": {
    reason: "The metadata of streamed tokens always has `tags`.",
    at: "events.messages*.tags",
    is: (theirs, ours) => isNothing(theirs) && JSON.stringify(ours) === "[]",
  },
  "values-with-finished-tasks": {
    reason:
      "A thread's `values` have what the finished tasks of a step have written, as its state has. The reference's lack it until the step ends.",
    during: "*command.resume of one of several",
    in: "GET /threads/<id>",
    at: ["body.values.done"],
  },
  "values-after-every-run": {
    reason: "A thread has its `values` also after a cancelled run and after one of protocol v2. In the reference they are gone.",
    during: ["*cancel: *", "*commands: run.start*"],
    in: "GET /threads/<id>",
    at: "body.values",
    is: onlyOurs,
  },
  "newer-routes": {
    reason: "Routes that newer Agent Servers have, and the reference has not: it answers 404.",
    in: ["POST /runs/cancel", "POST /threads/prune", "*/runs/crons*", "GET /threads/<id>/storage"],
    at: ["status", "body"],
    is: (theirs) => JSON.stringify(theirs).includes("404 Not Found"),
  },
  crons: {
    reason: "Crons are served. The reference answers 500 `Not implemented`, or refuses what the official client sends.",
    in: "*/runs/crons*",
    at: ["status", "body.error.issues"],
    is: (theirs) => /Not implemented|thread_id|assistant_id/.test(JSON.stringify(theirs)),
  },
  "webhooks-have-flat-messages": {
    reason: "Messages in a webhook's `values` are flat, as everywhere. The reference sends them in LangChain's serialised form.",
    in: "webhook",
    at: "body.values.messages.*",
  },
  "answered-questions-are-gone": {
    reason: "A task of a state shows the questions that are open. The reference also shows those that have been answered.",
    at: "*tasks.*.interrupts",
    is: (theirs, ours) => JSON.stringify(theirs) !== "[]" && JSON.stringify(ours) === "[]",
  },
  "filtered-versions-may-be-none": {
    reason: "Versions of an assistant of which none has the metadata are an empty list. The reference says that there is no assistant.",
    in: "POST /assistants/<id>/versions",
    at: "status",
    is: statuses(404, 200),
  },
  "latest-takes-the-whole-version": {
    reason: "`latest` makes all of that version current, context and description too. The reference keeps those of the newer one.",
    in: ["POST /assistants/<id>/latest", "GET /assistants/<id>"],
    during: "*/latest: *",
    at: ["body.context.*", "body.description", "body.graph_id"],
  },
  "store-refuses-what-it-cannot-do": {
    reason:
      "An unknown operator, an empty namespace and a search by meaning without an index are refused with 400. The reference ignores them.",
    in: "*/store/items*",
    at: "status",
    is: (theirs, ours) => /"status":(422|204|200|400)/.test(JSON.stringify(theirs)) && /"status":400/.test(JSON.stringify(ours)),
  },
  "store-says-the-place": {
    reason: "A namespace that is not valid is a 400 with the place, as every body that is not.",
    in: ["PUT /store/items", "POST /store/*"],
    at: ["body", "headers.content-type"],
    is: (theirs) => theirs === "Namespace is required" || theirs === "text/plain",
  },
  "items-without-a-namespace": {
    reason:
      "No namespace is the root: it has no items itself, and a search there finds those of all namespaces. The reference fails, or refuses.",
    in: ["GET /store/items", "POST /store/items/search"],
    during: ["*: without a namespace", "*: no namespace prefix"],
    at: "status",
    is: (theirs, ours) => statuses(500, 200)(theirs, ours) || statuses(400, 200)(theirs, ours),
  },
  "v2-numbers": {
    reason:
      "Events have the same numbers for every reader and after every restart, so they do not count by one; those of the root name the run. The reference counts anew in each process.",
    in: [...v2, "POST /threads/<id>/commands"],
    at: ["events.*.event_id", "events.*.seq", "events.*.id", "*.meta.applied_through_seq"],
    is: (theirs, ours) => /^(\d+|true)$/.test(String(theirs)) && /^(\d+|synth:.+|true)$/.test(String(ours)),
  },
  "v2-lifecycle-of-graphs": {
    reason: "`lifecycle` is about graphs. The reference also sends it for nodes.",
    in: v2,
    at: ["events.lifecycle", "events.order"],
    is: (theirs, ours) =>
      typeof theirs === "string" ? texts((a, b) => a.replaceAll(" lifecycle", "") !== b)(theirs, ours) : onlyTheirs(theirs, ours),
  },
  "v2-attempts": {
    reason: "`lifecycle` says which attempt runs, and why a run failed.",
    in: v2,
    at: ["events.lifecycle.data.params.data.attempt", "events.lifecycle.data.params.data.error"],
    is: (theirs, ours) => onlyOurs(theirs, ours) || texts((left, right) => JSON.parse(left).message === right)(theirs, ours),
  },
  "v2-updates": {
    reason: "An update is `{node, values}`, as the types of the protocol say. The reference sends the values alone.",
    in: v2,
    at: "events.updates.data.params.data.*",
    is: onlyOne,
  },
  "v2-namespace-of-nodes": {
    reason:
      "Messages and tools are in the namespace of their graph, and name their node. The reference sends them in the node's namespace.",
    in: v2,
    at: ["events.messages.data.params.namespace", "events.tools.data.params.namespace"],
    is: (theirs, ours) => Array.isArray(theirs) && Array.isArray(ours) && nodesOf(ours) === nodesOf(theirs.slice(0, -1)),
  },
  "v2-messages-say-more": {
    reason: "A message says its node, role, model and how it ended.",
    in: v2,
    at: ["node", "data.role", "data.metadata", "data.reason"].map((key) => `events.messages.data.params.${key}`),
    is: onlyOurs,
  },
  "v2-message-ids": {
    reason:
      "Events of a message have its own id as `run_id`, from the first token to the state. The reference has the id of the model's call.",
    in: v2,
    at: "events.messages.data.params.data.run_id",
    is: texts((theirs, ours) => /^[0-9a-f-]{36}$/.test(theirs) && ours !== ""),
  },
  "v2-response-metadata": {
    reason: "What a provider said besides is in the message of the state. The reference has an empty object at the end of a message.",
    in: v2,
    at: "events.messages.data.params.data.responseMetadata",
    is: (theirs, ours) => JSON.stringify(theirs) === "{}" && isNothing(ours),
  },
  "v2-calls-are-blocks": {
    reason: "The tool calls of a message are blocks of it. The reference leaves out those that a model has not streamed.",
    in: v2,
    at: "events.messages",
    is: (theirs, ours) => isNothing(theirs) && /"event":"content-block-.*"type":"tool[_-]call/.test(JSON.stringify(ours)),
  },
  "v2-output-as-returned": {
    reason: "A tool's output is as it was returned. The reference shows the id that the state gave it afterwards.",
    in: v2,
    at: "events.tools.data.params.data.output.id",
    is: (theirs, ours) => typeof theirs === "string" && ours == null,
  },
  "v2-messages-as-in-state": {
    reason: "Messages in `values` are those of the state. The reference removes empty fields, and has models answer in content blocks.",
    in: [...v2, "client"],
    at: ["events.values.data.params.data.messages.*", "body.output.messages.*"],
  },
  "v2-tasks-without-state": {
    reason: "`tasks` names the tasks; what they were given and have written is in `values` and `updates`.",
    in: v2,
    at: ["events.tasks.data.params.data.input", "events.tasks.data.params.data.result"],
    is: onlyTheirs,
  },
  "v2-commands-answer-200": {
    reason:
      "Every command that can be read is answered with 200 and a result or an error with a code. The reference answers some with 400, 404 or 500.",
    in: "POST /threads/<id>/commands",
    at: "status",
    is: (theirs, ours) =>
      /"status":(400|404|500)/.test(JSON.stringify(theirs)) && /"status":200,.*"type":"error"/.test(JSON.stringify(ours)),
  },
  "v2-errors": {
    reason: "Errors of commands have a code of the catalogue, and say what they came after.",
    in: ["POST /threads/<id>/commands", "WebSocket"],
    at: ["body.code", "body.meta", "events.error.data.code"],
    is: onlyOurs,
  },
  "v2-error-wording": {
    reason: "The messages of errors name the place, and what can be sent.",
    in: ["POST /threads/<id>/commands", "WebSocket"],
    at: ["body.message", "events.error.data.message"],
    is: texts((theirs, ours) => COMMAND_ERRORS.some(([reference, own]) => reference.test(theirs) && own.test(ours))),
  },
  "v2-tree": {
    reason: "The tree has the graphs of the run and is `completed` when it is. The reference adds nodes, and says `running`.",
    in: "POST /threads/<id>/commands",
    at: ["body.result.tree.status", "body.result.tree.*children"],
  },
  "thread-config-as-sent": {
    reason: "A thread's `config` is what requests said.",
    in: "GET /threads/<id>",
    at: "body.config.configurable.thread_id",
    is: onlyTheirs,
  },
  "copies-have-values": {
    reason: "A copy has the `values` and the `config` of its original. The reference copies only the history.",
    during: "*/copy: *",
    at: ["body.values", "body.config.configurable"],
    is: onlyOurs,
  },
  "copies-wait": {
    reason: "A copy of a thread that waits is `interrupted` and has its questions. The reference says `idle`.",
    during: "*/copy: *",
    at: ["body.status", "body.interrupts"],
    is: (theirs, ours) => (theirs === "idle" && ours === "interrupted") || isNothing(theirs),
  },
  "unknown-original-is-404": {
    reason: "A copy of a thread that does not exist is a 404. The reference says 409.",
    in: "POST /threads/<id>/copy",
    at: "status",
    is: statuses(409, 404),
  },
  "a-history-may-be-unfinished": {
    reason:
      "A thread whose `supersteps` end before the graph does is `interrupted`, as after a run that stopped there. The reference says `idle`.",
    in: "POST /threads",
    at: "body.status",
    is: (theirs, ours) => theirs === "idle" && ours === "interrupted",
  },
  "supersteps-name-the-graph": {
    reason: "Without a graph, `supersteps` are refused before anything is made. The reference makes an empty thread.",
    in: "POST /threads",
    during: "*: supersteps without a graph",
    at: "body",
  },
});
