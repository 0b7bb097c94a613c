/** Protocol v2 of a thread. */
import { commandBody, eventStreamBody, socketQuery } from "../../v2/command-schemas.ts";
import type { DescribedRoutes } from "./described.ts";

export const v2Described: DescribedRoutes = {
  "POST /threads/:thread_id/commands": {
    summary: "A command of protocol v2: `run.start`, `input.respond`, `state.get` and others",
    body: commandBody,
    answer: "CommandAnswer",
  },
  "POST /threads/:thread_id/stream/events": {
    summary: "A thread's events, of all its runs, until the client goes",
    body: eventStreamBody,
    answer: "events",
  },
  "GET /threads/:thread_id/stream/events": { summary: "The same and commands by a WebSocket", query: socketQuery, status: 101 },
};
