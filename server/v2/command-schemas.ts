/** The commands of protocol v2 and the filter of its streams, as clients send them. */
import { z } from "zod";
import { onlyThese } from "../../language/schema/only-these.ts";
import { channels } from "../../runtime/protocol-v2/protocol-event.ts";
import { unsupported } from "../http/parse.ts";
import { answererFields } from "../routes/answerer.ts";
import { command, config } from "../routes/runs/run-body.ts";
import { ticketFields } from "../routes/tickets.ts";

const { on_behalf_of } = answererFields;
const record = z.record(z.string(), z.unknown());
const namespace = z.array(z.string());
const multitaskStrategy = z.enum(["reject", "rollback", "interrupt", "enqueue"]).optional();

/** One of the protocol's channels, or the custom events of one name. */
const channel = z.union([z.enum(channels), z.templateLiteral(["custom:", z.string().min(1)])]);

const filterFields = {
  channels: z.array(channel).min(1, "name a channel"),
  namespaces: z.array(namespace).optional(),
  depth: z.int().min(0).optional(),
};

/** The body of `POST /threads/:thread_id/stream/events`. */
export const eventStreamBody = onlyThese({ ...filterFields, since: z.int().min(0).optional() });

/** The query of the WebSocket. */
export const socketQuery = onlyThese(ticketFields);

/** The body of `POST /threads/:thread_id/commands`, and a message of the WebSocket. */
export const commandBody = z.looseObject({ id: z.int().min(0), method: z.string(), params: record.optional() });

const runStart = onlyThese({
  assistant_id: z.string().min(1),
  input: z.unknown().optional(),
  config: config.nullish(),
  metadata: record.nullish(),
  /** Clients send both spellings. */
  multitaskStrategy,
  multitask_strategy: multitaskStrategy,
  on_behalf_of,
  langsmith_tracer: unsupported("LangSmith projects of single runs"),
});

const answer = { namespace: namespace.optional(), interrupt_id: z.string().min(1), response: z.unknown().optional() };
const respondFields = {
  update: command.shape.update,
  goto: command.shape.goto,
  on_behalf_of,
  config: config.nullish(),
  metadata: record.nullish(),
  /** It always is. */
  strict_resume: z.literal(true, "this version always resumes strictly").optional(),
};

export const paramsOf = {
  "run.start": runStart,
  "input.respond": z.union(
    [
      onlyThese({ responses: z.array(onlyThese(answer)).min(1, "answer a question"), ...respondFields }),
      onlyThese({ ...answer, ...respondFields }),
    ],
    "answer a question by its interrupt_id and a response, or several by responses",
  ),
  "state.get": onlyThese({ namespace: namespace.default([]), keys: z.array(z.string()).optional() }),
  "agent.getTree": onlyThese({ run_id: z.string().optional() }),
  "subscription.subscribe": eventStreamBody,
  "subscription.unsubscribe": onlyThese({ subscription_id: z.string() }),
} as const;

/** Typed by the protocol, and refused by name. */
export const UNSUPPORTED: Readonly<Record<string, string>> = {
  "subscription.reconnect": "subscribe again with `since`: every subscription replays what is kept",
  "input.inject": "start a run with multitaskStrategy enqueue or interrupt",
  "state.listCheckpoints": "GET /threads/:thread_id/history lists them",
  "state.fork": "run.start with config.configurable.checkpoint_id begins at an earlier state",
};

export type CommandParams<Method extends keyof typeof paramsOf> = z.output<(typeof paramsOf)[Method]>;
