/** Waits until a thread and its child threads have no work left, and reports which questions are then open. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Interrupt } from "../../runtime/protocol/interrupt.ts";
import type { Api, ChildThread } from "./api.ts";

const LOOK_MS = 10;

export async function settled(api: Api, thread: string): Promise<readonly Interrupt[]> {
  for (;;) {
    const open = await openIn(api, await api.client.threads.get(thread));
    if (open) return open;
    await sleep(LOOK_MS);
  }
}

/** Undefined while something is under way. A thread that waits for its children is busy without a run. */
async function openIn(api: Api, { thread_id: thread, status }: Standing): Promise<readonly Interrupt[] | undefined> {
  if (status === "idle" || status === "error") return [];
  if (status === "busy" && (await endOfRun(api, thread))) return undefined;
  const children = await Promise.all((await api.childrenOf(thread)).map((child) => openIn(api, child)));
  if (children.some((questions) => questions === undefined)) return undefined;
  const open = [...(await api.questions(thread)), ...children.flatMap((questions) => questions ?? [])];
  return status === "busy" && open.length === 0 ? undefined : open;
}

type Standing = Pick<ChildThread, "thread_id" | "status">;

/** Whether there was a run to wait for. */
async function endOfRun(api: Api, thread: string): Promise<boolean> {
  const run = await api.lastRun(thread);
  if (run?.status !== "pending" && run?.status !== "running") return false;
  await api.client.runs.join(thread, run.run_id);
  return true;
}
