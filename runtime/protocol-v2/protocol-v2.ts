/** Protocol v2 on threads: commands that the other routes have too, and all of a thread's runs as one stream of events. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import type { Acting } from "../identity/acting.ts";
import type { CheckpointRef } from "../protocol/checkpoint-ref.ts";
import type { RunRequest } from "../protocol/run-request.ts";
import type { Runs } from "../runs/runs.ts";
import type { Threads } from "../threads/threads.ts";
import { type AgentTreeNode, treeOf } from "./agent-tree.ts";
import type { EventFilter } from "./event-filter.ts";
import { type EventNamespace, type ProtocolEvent, RECORDED_MODES } from "./protocol-event.ts";
import { keptEvents, lastSequence, threadEvents } from "./thread-events.ts";

type StartFields =
  | "input"
  | "config"
  | "metadata"
  | "multitask_strategy"
  | "headers"
  | "if_not_exists"
  | "seen"
  | "newThread"
  | "on_behalf_of";

export type StartRequest = Pick<RunRequest, "assistant_id" | StartFields>;

/** Answers by the ids of their questions, and what the same step writes or jumps to. */
export interface RespondRequest extends Pick<RunRequest, "config" | "metadata" | "headers" | "on_behalf_of"> {
  readonly responses: Readonly<Record<string, unknown>>;
  readonly update?: NonNullable<RunRequest["command"]>["update"];
  readonly goto?: NonNullable<RunRequest["command"]>["goto"];
}

export interface StateResult {
  readonly values: Readonly<Record<string, unknown>>;
  readonly checkpoint?: { readonly id: string; readonly ns: string };
}

export interface ProtocolV2 {
  /** Begins a run, and the thread if there is none; on a thread that waits, the input is the answer. Resolves to the run's id. */
  start(threadId: string, request: StartRequest): Promise<string>;
  respond(threadId: string, request: RespondRequest): Promise<void>;
  state(
    threadId: string,
    options: { readonly namespace: EventNamespace; readonly keys?: readonly string[] | undefined },
  ): Promise<StateResult>;
  /** The graphs inside the thread's last run, as far as its events are kept. */
  tree(threadId: string): Promise<AgentTreeNode>;
  /** How many events of the thread are kept, of those that the filter wants. */
  kept(threadId: string, filter: EventFilter, signal: AbortSignal): Promise<number>;
  /** The `seq` of the thread's last event or a later one: what a command causes comes after it. */
  appliedThrough(threadId: string): Promise<number>;
  /** What is kept, in order, and then what comes, from run to run, until the signal is aborted. A thread that does not exist has no events yet. */
  events(threadId: string, filter: EventFilter, signal: AbortSignal): AsyncIterable<ProtocolEvent>;
}

export function protocolV2Of(services: Acting, { threads, runs }: { readonly threads: Threads; readonly runs: Runs }): ProtocolV2 {
  const create = (threadId: string, request: RunRequest): Promise<{ run_id: string }> =>
    runs.create(threadId, { stream_mode: RECORDED_MODES, stream_subgraphs: true, protocol: "v2", ...request });
  const readerOf = (threadId: string) => ({ services, threads, threadId });
  return {
    async start(threadId, request) {
      const { run_id } = await create(threadId, { multitask_strategy: "enqueue", if_not_exists: "create", ...request });
      return run_id;
    },
    async respond(threadId, { responses, update, goto, ...request }) {
      const { metadata } = await threads.get(threadId);
      const assistant = metadata.assistant_id;
      if (typeof assistant !== "string")
        throw new SignalboxError("RUN_NOT_FOUND", `No run has begun on thread ${threadId}`, { thread: threadId });
      await create(threadId, { ...request, assistant_id: assistant, command: { resume: responses, update, goto } });
    },
    async state(threadId, { namespace, keys }) {
      const checkpoint: CheckpointRef = namespace.length === 0 ? undefined : { checkpoint_ns: namespace.join("|") };
      const { values, checkpoint: at } = await threads.state(threadId, { checkpoint });
      const shown = Object.entries(isRecord(values) ? values : {}).filter(([key]) => !keys || keys.includes(key));
      return { values: Object.fromEntries(shown), ...(at && { checkpoint: { id: at.checkpoint_id, ns: at.checkpoint_ns } }) };
    },
    async tree(threadId) {
      const events: ProtocolEvent[] = [];
      for await (const event of keptEvents(readerOf(threadId), { filter: { channels: ["lifecycle"] } })) events.push(event);
      return treeOf(events);
    },
    async kept(threadId, filter, signal) {
      let count = 0;
      for await (const _ of keptEvents(readerOf(threadId), { filter, signal })) count += 1;
      return count;
    },
    appliedThrough: (threadId) => lastSequence(readerOf(threadId)),
    events: (threadId, filter, signal) => threadEvents(readerOf(threadId), { filter, signal }),
  };
}
