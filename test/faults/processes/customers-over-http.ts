/** Customers of a server, over HTTP, who note what they were told: runs that were accepted, and decisions that were taken. */
import { setTimeout as sleep } from "node:timers/promises";

export interface Told {
  /** Threads whose run was accepted. */
  readonly accepted: string[];
  /** Questions whose answer was accepted. */
  readonly decided: string[];
}

export interface Customers extends Told {
  /** They ask nothing more, and have what they were told. */
  stop(): Promise<void>;
}

const LONGEST_ANSWER_MS = 30_000;

export function startCustomers(url: string, count: number): Customers {
  const told: Told = { accepted: [], decided: [] };
  let isOver = false;
  const customer = async (asks: boolean) => {
    while (!isOver) await (asks ? decideOne : acceptOne)(url, told).catch(() => sleep(50));
  };
  const all = Array.from({ length: count }, (_, index) => customer(index % 2 === 0));
  return {
    ...told,
    async stop() {
      isOver = true;
      await Promise.all(all);
    },
  };
}

async function acceptOne(url: string, { accepted }: Told): Promise<void> {
  const thread = await start(url, { noAsk: true });
  if (thread) accepted.push(thread);
  await sleep(20);
}

async function decideOne(url: string, { accepted, decided }: Told): Promise<void> {
  const thread = await start(url, {});
  if (!thread) return;
  accepted.push(thread);
  for (const end = Date.now() + LONGEST_ANSWER_MS; Date.now() < end; ) {
    const open = (await ask(url, `/interrupts?status=pending&thread_id=${thread}`)) as { id: string }[] | undefined;
    const id = open?.[0]?.id;
    if (id && (await ask(url, `/interrupts/${id}/decision`, { resume: "yes", by: "ann" }))) decided.push(id);
    if (id) return;
    await sleep(50);
  }
}

/** The thread, if the run was accepted. */
async function start(url: string, script: object): Promise<string | undefined> {
  const thread = (await ask(url, "/threads", {})) as { thread_id: string } | undefined;
  if (!thread) return undefined;
  const run = await ask(url, `/threads/${thread.thread_id}/runs`, { assistant_id: "steps", input: { script } });
  return run ? thread.thread_id : undefined;
}

async function ask(url: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${url}${path}`, {
    signal: AbortSignal.timeout(LONGEST_ANSWER_MS),
    ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return answer.ok ? JSON.parse(text) : undefined;
}
