/** Waits until a thread and its child threads have no work left, and reports what they then wait for. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Interrupt } from "../../runtime/protocol/interrupt.ts";
import type { Api, ChildThread } from "./api.ts";

export const LOOK_MS = 10;

/** What a thread and its children wait for. */
export interface Settled {
  readonly open: readonly Interrupt[];
  /** Threads that sleep. */
  readonly sleeping: readonly string[];
}

export async function settled(api: Api, thread: string): Promise<Settled> {
  for (;;) {
    const found = await waitingIn(api, await api.client.threads.get(thread));
    if (found) return found;
    await sleep(LOOK_MS);
  }
}

/** Undefined while something is under way. A thread that waits for its children, or sleeps, is busy without a run. */
async function waitingIn(api: Api, { thread_id: thread, status, metadata }: Standing): Promise<Settled | undefined> {
  if (status === "idle" || status === "error") return { open: [], sleeping: [] };
  if (status === "busy" && (await endOfRun(api, thread))) return undefined;
  const children = await Promise.all((await api.childrenOf(thread)).map((child) => waitingIn(api, child)));
  if (children.some((child) => child === undefined)) return undefined;
  const open = [...(await api.questions(thread)), ...children.flatMap((child) => child?.open ?? [])];
  const own = metadata?.signalbox_until === undefined ? [] : [thread];
  const sleeping = [...own, ...children.flatMap((child) => child?.sleeping ?? [])];
  return status === "busy" && open.length + sleeping.length === 0 ? undefined : { open, sleeping };
}

interface Standing extends Pick<ChildThread, "thread_id" | "status"> {
  readonly metadata?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Whether there was a run to wait for. */
async function endOfRun(api: Api, thread: string): Promise<boolean> {
  const run = await api.lastRun(thread);
  if (run?.status !== "pending" && run?.status !== "running") return false;
  await api.client.runs.join(thread, run.run_id);
  return true;
}
