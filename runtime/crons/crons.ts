/** Crons: runs that start by a schedule. Made, found, changed and deleted here; fire-cron.ts starts their runs. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { clockOf } from "../../persistence/statements/crons/due-crons.ts";
import { deleteCron, lockCron } from "../../persistence/statements/crons/find-cron.ts";
import type { CronMaker } from "../../persistence/statements/crons/rows.ts";
import { type CronFilter, countCrons, searchCrons } from "../../persistence/statements/crons/search-crons.ts";
import { storeCron } from "../../persistence/statements/crons/store-cron.ts";
import { isSeen, type MetadataFilter } from "../../persistence/statements/metadata-filter.ts";
import type { Page, PageRequest } from "../../persistence/statements/page.ts";
import { findThread } from "../../persistence/statements/threads/find-thread.ts";
import type { Assistants } from "../assistants/assistants.ts";
import type { Acting } from "../identity/acting.ts";
import { refusedOn, representing } from "../identity/representing.ts";
import { starterOf } from "../identity/starter-of.ts";
import { once } from "../once/once.ts";
import { threadNotFound } from "../protocol/refusals.ts";
import { refuseUnstorable } from "../protocol/refuse-unstorable.ts";
import type { RunRequest } from "../protocol/run-request.ts";
import { commitAndPublish } from "../pubsub/publish.ts";
import { checkWebhook } from "../webhooks/check-webhook.ts";
import { type Cron, cronOf } from "./cron.ts";
import { nextTime } from "./schedule.ts";

/** The request for each run, without what a schedule says. */
export type CronPayload = Omit<RunRequest, "assistant_id" | "after_seconds" | "if_not_exists" | "headers" | "command">;

export interface NewCron {
  readonly assistant_id: string;
  readonly schedule: string;
  readonly timezone?: string | undefined;
  readonly end_time?: Date | undefined;
  readonly enabled?: boolean | undefined;
  readonly payload: CronPayload;
}

export interface CronChange {
  readonly schedule?: string | undefined;
  readonly timezone?: string | null | undefined;
  readonly end_time?: Date | null | undefined;
  readonly enabled?: boolean | undefined;
  readonly payload: Partial<CronPayload>;
}

export interface CronQuery extends PageRequest {
  readonly assistant_id?: string | undefined;
  readonly thread_id?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /** What the caller may see. */
  readonly seen?: MetadataFilter | undefined;
  readonly sort_by?: "cron_id" | "assistant_id" | "thread_id" | "created_at" | "updated_at" | "next_run_date" | undefined;
  readonly sort_order?: "asc" | "desc" | undefined;
}

export interface Crons {
  /** `threadId` null: each run has a thread of its own. */
  create(threadId: string | null, cron: NewCron): Promise<Cron>;
  search(query: CronQuery): Promise<Page<Cron>>;
  count(filter: Omit<CronQuery, "limit" | "offset">): Promise<number>;
  /** What a change does not name stays; of the payload, field by field. */
  update(id: string, change: CronChange, seen?: MetadataFilter): Promise<Cron>;
  delete(id: string, seen?: MetadataFilter): Promise<void>;
}

const cronNotFound = (id: string) => new SignalboxError("CRON_NOT_FOUND", `Cron ${id} not found`, { cron: id });

export function cronsOf(services: Acting, assistants: Assistants): Crons {
  const { sql } = services.database;
  const filterOf = async ({
    assistant_id: asked,
    thread_id: threadId,
    enabled,
    metadata,
    seen,
  }: Partial<CronQuery>): Promise<CronFilter> => {
    const assistantId = asked === undefined ? undefined : (await assistants.toRun(asked, null)).assistant.assistant_id;
    return { assistantId, threadId, enabled, metadata, seen };
  };
  return {
    create: (threadId, cron) =>
      once(services, { create: (acting) => createCron(acting, assistants, { threadId, ...cron }), answerOf: cronOf }),
    async search({ limit, offset, sort_by: sortBy = "created_at", sort_order, ...filter }) {
      const found = await searchCrons(sql, { ...(await filterOf(filter)), limit, offset, sortBy, descending: sort_order !== "asc" });
      return { items: found.items.map(cronOf), total: found.total };
    },
    count: async (filter) => countCrons(sql, await filterOf(filter)),
    update: async (id, change, seen) => cronOf(await updateCron(services, { id, seen, ...change })),
    async delete(id, seen) {
      const isDeleted = await services.database.transaction(async (tx) => {
        const row = await lockCron(tx, id);
        return row !== undefined && isSeen(row.metadata, seen) && deleteCron(tx, id);
      });
      if (!isDeleted) throw cronNotFound(id);
    },
  };
}

async function createCron(services: Acting, assistants: Assistants, cron: NewCron & { readonly threadId: string | null }) {
  const { threadId, payload, schedule, timezone = null, end_time = null, enabled = true } = cron;
  refuseUnstorable(services, "payload", payload);
  checkWebhook(services, payload.webhook);
  const { assistant } = await assistants.toRun(cron.assistant_id, threadId);
  const { sql } = services.database;
  if (threadId !== null && !(await findThread(sql, threadId))) throw threadNotFound(threadId);
  const next = nextTime({ schedule, timezone, end_time }, await clockOf(sql));
  const made_by = await makerOf(services, threadId, payload);
  return commitAndPublish(services, async (tx) => {
    const row = await storeCron(tx, {
      ...{ id: services.newId(), thread_id: threadId, assistant_id: assistant.assistant_id, schedule, timezone, end_time, enabled },
      ...{ payload: { ...payload }, metadata: { ...payload.metadata }, next_run_at: enabled ? next : null },
      made_by,
    });
    return { result: row, messages: [{ kind: "due" }] };
  });
}

/** Whoever changes a cron has made it from then on: its runs start by that right. */
async function makerOf(services: Acting, threadId: string | null, payload: Partial<CronPayload>): Promise<CronMaker> {
  const { id, kind, via, roles, scopes } = services.caller.principal;
  const caller = await representing(services, payload, () => refusedOn(services, threadId));
  return { id, kind, via, roles, scopes, actor: starterOf(caller, { assistant_id: "", ...payload }) };
}

/** A time that was due and is not claimed yet is given up by a new schedule, and by one that is not enabled. */
async function updateCron(
  services: Acting,
  { id, seen, payload, ...change }: CronChange & { readonly id: string; readonly seen?: MetadataFilter | undefined },
) {
  refuseUnstorable(services, "payload", payload);
  checkWebhook(services, payload.webhook);
  const now = await clockOf(services.database.sql);
  return commitAndPublish(services, async (tx) => {
    const row = await lockCron(tx, id);
    if (!row || !isSeen(row.metadata, seen)) throw cronNotFound(id);
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const changed = { ...row, ...given, payload: { ...row.payload, ...payload }, metadata: { ...row.metadata, ...payload.metadata } };
    const next = Object.keys(given).length === 0 ? row.next_run_at : nextTime(changed, now);
    const made_by = await makerOf(services, row.thread_id, changed.payload);
    return {
      result: await storeCron(tx, { ...changed, made_by, next_run_at: changed.enabled ? next : null }),
      messages: [{ kind: "due" }],
    };
  });
}
