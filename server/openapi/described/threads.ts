/** Threads and their states. */
import { historyBody, historyQuery, stateBody, stateQuery, updateBody } from "../../routes/thread-state.ts";
import {
  countThreadsBody,
  createThreadBody,
  deleteThreadQuery,
  patchThreadBody,
  pruneThreadsBody,
  searchThreadsBody,
  signalBody,
  threadQuery,
} from "../../routes/threads.ts";
import type { DescribedRoutes } from "./described.ts";

export const threadsDescribed: DescribedRoutes = {
  "POST /threads": { summary: "Create a thread", body: createThreadBody, answer: "Thread" },
  "POST /threads/search": { summary: "Search threads", body: searchThreadsBody, answer: ["Thread"] },
  "POST /threads/count": { summary: "Count threads", body: countThreadsBody, answer: "Count" },
  "GET /threads/:thread_id": { summary: "A thread", query: threadQuery, answer: "Thread" },
  "PATCH /threads/:thread_id": { summary: "Change a thread's metadata", body: patchThreadBody, answer: "Thread" },
  "DELETE /threads/:thread_id": { summary: "Delete a thread and its history", query: deleteThreadQuery, status: 204 },
  "POST /threads/prune": { summary: "Delete threads, or all but their last states", body: pruneThreadsBody, answer: "Pruned" },
  "GET /threads/:thread_id/storage": { summary: "How many bytes a thread's checkpoints take", answer: "ThreadStorage" },
  "POST /threads/:thread_id/copy": { summary: "Copy a thread with its history", answer: "Thread" },
  "GET /threads/:thread_id/state": { summary: "A thread's state", query: stateQuery, answer: "ThreadState" },
  "POST /threads/:thread_id/state": { summary: "Edit a thread's state", body: updateBody, answer: "StateUpdated" },
  "GET /threads/:thread_id/state/:checkpoint_id": { summary: "The state at a checkpoint", query: stateQuery, answer: "ThreadState" },
  "POST /threads/:thread_id/state/checkpoint": {
    summary: "The state at a checkpoint that the body names",
    body: stateBody,
    answer: "ThreadState",
  },
  "GET /threads/:thread_id/history": { summary: "A thread's states, newest first", query: historyQuery, answer: ["ThreadState"] },
  "POST /threads/:thread_id/history": { summary: "A thread's states, newest first", body: historyBody, answer: ["ThreadState"] },
  "GET /threads/:thread_id/path": { summary: "The edges that each turn took", answer: "ThreadPath" },
  "GET /threads/:thread_id/usage": { summary: "What a thread's model calls have cost", answer: "ThreadUsage" },
  "POST /threads/:thread_id/signals/:signal": { summary: "Take the edge of a signal", body: signalBody, status: 202, answer: "Run" },
};
