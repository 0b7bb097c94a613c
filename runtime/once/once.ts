/** A create that takes effect once, however often its request is sent: what it creates, the request's key and the answer are stored in one transaction. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { claimKey, findAnswer, type KeyOfRequest, keepAnswer, releaseKey } from "../../persistence/statements/idempotency/keys.ts";
import type { TenantSql } from "../../persistence/tenancy/tenant-sql.ts";
import type { Acting } from "../identity/acting.ts";
import { commitAndPublish } from "../pubsub/publish.ts";

interface Create<Row, Answer> {
  /** Everything that it stores is stored by one `commitAndPublish` of these services, with its own result; undefined: nothing was created. */
  readonly create: (acting: Acting) => Promise<Row>;
  readonly answerOf: (row: Row) => Answer;
}

/**
 * Without a key it creates. With one it answers again what the first request with this key was answered.
 *
 * @throws IDEMPOTENCY_KEY_REUSED when that was another request.
 */
export async function once<Row, Answer>(acting: Acting, { create, answerOf }: Create<Row, Answer>): Promise<Answer> {
  const key = keyOf(acting);
  if (!key) return answerOf(await create(acting));
  const kept = await answerBefore<Answer>(acting, key);
  if (kept) return kept.answer;
  const { serde } = acting.saver;
  const claim: NonNullable<Acting["claim"]> = {
    async take(tx) {
      if (!(await claimKey(tx, key))) throw new Error(`Another request with the idempotency key ${key.key} was faster.`);
    },
    async keep(tx, result) {
      if (result === undefined) return releaseKey(tx, key);
      // the type that `create` resolves to
      await keepAnswer(tx, key, await serde.dumpsTyped(answerOf(result as Row)));
    },
  };
  try {
    return answerOf(await create({ ...acting, claim }));
  } catch (error) {
    // another one may have been faster, or this one was committed and the connection lost
    const first = await answerBefore<Answer>(acting, key);
    if (first) return first.answer;
    throw error;
  }
}

/** Of services whose next `commitAndPublish` has another result than the create: how the one follows from the other. */
export function keeping<Result>(acting: Acting, rowOf: (result: Result) => unknown): Acting {
  const { claim } = acting;
  return claim ? { ...acting, claim: { ...claim, keep: (tx, result) => claim.keep(tx, rowOf(result as Result)) } } : acting;
}

/** For what a single statement creates: it needs a transaction only beside a key. */
export async function inOneStatement<T>(acting: Acting, work: (sql: TenantSql) => Promise<T>): Promise<T> {
  if (!acting.claim) return work(acting.database.sql);
  return commitAndPublish(acting, async (tx) => ({ result: await work(tx), messages: [] }));
}

const keyOf = ({ caller: { requestKey, principal } }: Acting): KeyOfRequest | undefined =>
  requestKey && { ...requestKey, principal: principal.id };

async function answerBefore<Answer>({ database, saver }: Acting, key: KeyOfRequest): Promise<{ readonly answer: Answer } | undefined> {
  const kept = await findAnswer(database.sql, key);
  if (!kept) return undefined;
  if (kept.request !== key.request) {
    const message = `The idempotency key ${key.key} came with another request to ${key.route} within the last 24 hours.`;
    throw new SignalboxError("IDEMPOTENCY_KEY_REUSED", message, { key: key.key });
  }
  // stored by this function, for the same route
  return { answer: (await saver.serde.loadsTyped(kept.answer_type, kept.answer)) as Answer };
}
