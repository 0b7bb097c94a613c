/** A thread's state, now and at a checkpoint, its history, its path and its usage. */
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import { onlyThese } from "../../language/schema/only-these.ts";
import type { CallerServices } from "../../runtime/caller-services.ts";
import { selectedState } from "../../runtime/protocol/selected-state.ts";
import { noQuery, parseBody, parseId, parseQuery, uuid } from "../http/parse.ts";
import { sendArray } from "../http/send-array.ts";
import type { ServicesOf } from "../identity/services-of.ts";
import { answererFields } from "./answerer.ts";
import { stateText } from "./state-text.ts";

export const checkpoint = onlyThese({
  /** As the server shows it; the path names the thread. */
  thread_id: z.string().nullish(),
  checkpoint_id: uuid.optional(),
  checkpoint_ns: z.string().nullish(),
  checkpoint_map: z.record(z.string(), z.unknown()).nullish(),
});
/** Whole fields, or single keys of the values as `values.<key>`. */
const select = z
  .array(
    z
      .string()
      .regex(
        /^(\*|values(\..+)?|next|tasks|metadata|created_at|checkpoint|parent_checkpoint)$/,
        "is not a field of a state, nor values.<key>",
      ),
  )
  .min(1);
/** As the official client repeats them, or with commas between them. */
const selectText = z
  .union([z.string(), z.array(z.string())])
  .transform((texts) => [texts].flat().flatMap((text) => text.split(",")))
  .pipe(select);
export const stateQuery = onlyThese({ subgraphs: z.stringbool().optional(), select: selectText.optional() });
export const stateBody = onlyThese({
  checkpoint: checkpoint.nullish(),
  subgraphs: z.union([z.boolean(), z.stringbool()]).optional(),
  select: select.nullish(),
});
const values = z.record(z.string(), z.unknown());
export const updateBody = onlyThese({
  values: z.union([values, z.array(values)]).nullish(),
  as_node: z.string().optional(),
  by: answererFields.by,
  checkpoint_id: uuid.optional(),
  checkpoint: checkpoint.nullish(),
});
const limit = z.number().int().min(1).max(1_000).default(10);
/** The SDK sends a config, older clients send the checkpoint's id. */
const before = z.union([
  uuid,
  z.object({ configurable: z.object({ checkpoint_id: uuid }) }).transform((config) => config.configurable.checkpoint_id),
]);
export const historyQuery = onlyThese({
  limit: z.coerce.number().pipe(limit.unwrap()).default(10),
  before: uuid.optional(),
  select: selectText.optional(),
});
export const historyBody = onlyThese({
  limit,
  before: before.optional(),
  metadata: values.optional(),
  checkpoint: checkpoint.optional(),
  select: select.nullish(),
});

type Selected = { readonly select?: readonly string[] | null | undefined };
type StateRequest = NonNullable<Parameters<CallerServices["threads"]["state"]>[1]> & Selected;
type HistoryRequest = NonNullable<Parameters<CallerServices["threads"]["openHistory"]>[1]> & Selected;

export function threadStateRoutes(services: ServicesOf): Router {
  const router = Router();
  const sendState = async (request: Request, response: Response, { select: fields, ...at }: StateRequest): Promise<void> => {
    const state = await services(request).threads.state(parseId(request, "thread_id"), at);
    response.json(selectedState(state, fields ?? undefined));
  };
  const sendHistory = async (request: Request, response: Response, { select: fields, ...query }: HistoryRequest): Promise<void> => {
    const states = services(request).threads.openHistory(parseId(request, "thread_id"), query);
    await sendArray(response, states, (state) => stateText(selectedState(state, fields ?? undefined)));
  };
  router.get("/threads/:thread_id/state", (request, response) => sendState(request, response, parseQuery(request, stateQuery)));
  router.post("/threads/:thread_id/state", noQuery, async (request, response) => {
    response.json(await services(request).threads.updateState(parseId(request, "thread_id"), parseBody(request, updateBody)));
  });
  router.get("/threads/:thread_id/state/:checkpoint_id", (request, response) => {
    const checkpoint = { checkpoint_id: parseId(request, "checkpoint_id") };
    return sendState(request, response, { checkpoint, ...parseQuery(request, stateQuery) });
  });
  router.post("/threads/:thread_id/state/checkpoint", noQuery, (request, response) =>
    sendState(request, response, parseBody(request, stateBody)),
  );
  router.get("/threads/:thread_id/history", (request, response) => sendHistory(request, response, parseQuery(request, historyQuery)));
  router.post("/threads/:thread_id/history", noQuery, (request, response) =>
    sendHistory(request, response, parseBody(request, historyBody)),
  );
  router.get("/threads/:thread_id/path", noQuery, async (request, response) => {
    response.json(await services(request).threads.path(parseId(request, "thread_id")));
  });
  router.get("/threads/:thread_id/usage", noQuery, async (request, response) => {
    response.json(await services(request).threads.usage(parseId(request, "thread_id")));
  });
  return router;
}
