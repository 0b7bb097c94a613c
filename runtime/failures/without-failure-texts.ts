/** The services of a caller without the scope `audit:read`: why a node failed is not shown by any of them. */
import { isRecord } from "../../language/schema/is-record.ts";
import { mapEach } from "../../persistence/statements/page.ts";
import type { RunEvent } from "../event-log/log-event.ts";
import type { ThreadState } from "../protocol/thread-state.ts";
import type { ProtocolV2 } from "../protocol-v2/protocol-v2.ts";
import type { Runs } from "../runs/runs.ts";
import type { ThreadPath } from "../threads/thread-path.ts";
import type { Threads } from "../threads/threads.ts";
import { concealed, concealedText } from "./concealed.ts";
import { concealedEvent, concealedProtocolEvent } from "./concealed-events.ts";

interface Showing {
  readonly runs: Runs;
  readonly threads: Threads;
  readonly v2: ProtocolV2;
}

export const withoutFailureTexts = ({ runs, threads, v2 }: Showing): Showing => ({
  runs: runsWithout(runs),
  threads: threadsWithout(threads),
  v2: v2Without(v2),
});

function runsWithout(runs: Runs): Runs {
  const events = (stream: AsyncIterable<RunEvent>, runId: string) => mapEach(stream, (event) => concealedEvent(event, `run ${runId}`));
  return {
    ...runs,
    join: async (...run) => withoutReason(await runs.join(...run), `run ${run[1]}`),
    stream: (...run) => events(runs.stream(...run), run[1]),
    openStream: async (...run) => events(await runs.openStream(...run), run[1]),
  };
}

/** As the protocol has it: the failure is JSON text inside the message. */
function withoutReason(result: unknown, reference: string): unknown {
  if (!isRecord(result) || !isRecord(result.__error__)) return result;
  const { __error__: error } = result;
  return { __error__: { ...error, message: JSON.stringify(concealed(JSON.parse(String(error.message)), reference)) } };
}

function threadsWithout(threads: Threads): Threads {
  return {
    ...threads,
    state: async (threadId, options) => stateWithout(await threads.state(threadId, options), `thread ${threadId}`),
    history: async (threadId, query) => (await threads.history(threadId, query)).map((state) => stateWithout(state, `thread ${threadId}`)),
    openHistory: (threadId, query) => mapEach(threads.openHistory(threadId, query), (state) => stateWithout(state, `thread ${threadId}`)),
    path: async (threadId) => pathWithout(await threads.path(threadId)),
  };
}

function stateWithout(state: ThreadState, reference: string): ThreadState {
  const tasks = state.tasks.map((task) => ({
    ...task,
    error: task.error === null ? null : concealedText(undefined, reference),
    state: task.state && stateWithout(task.state, reference),
  }));
  return { ...state, tasks };
}

function pathWithout({ thread_id, turns }: ThreadPath): ThreadPath {
  const reference = `thread ${thread_id}`;
  const withoutReasons = (path: ThreadPath["turns"][number]["path"]) =>
    path.map((step) => (step.error ? { ...step, error: { ...step.error, message: concealedText(step.error.code, reference) } } : step));
  return { thread_id, turns: turns.map(({ run_ids, path }) => ({ run_ids, path: withoutReasons(path) })) };
}

const v2Without = (v2: ProtocolV2): ProtocolV2 => ({
  ...v2,
  events: (threadId, ...reading) =>
    mapEach(v2.events(threadId, ...reading), (event) => concealedProtocolEvent(event, `thread ${threadId}`)),
});
