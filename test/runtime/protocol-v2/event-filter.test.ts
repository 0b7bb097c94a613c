/** Which events a subscription gets. The expectation is LangGraph's own function, where it has the case. */
import { matchesSubscription } from "@langchain/langgraph/stream";
import { describe, expect, it } from "vitest";
import { type EventFilter, isWanted } from "../../../runtime/protocol-v2/event-filter.ts";
import type { ProtocolEvent } from "../../../runtime/protocol-v2/protocol-event.ts";

const event = (method: ProtocolEvent["method"], namespace: string[], data: unknown = {}): ProtocolEvent => ({
  ...{ type: "event", event_id: "7", seq: 7, method },
  params: { namespace, timestamp: 0, data },
});
const events = [
  event("values", []),
  event("updates", ["gp:1"]),
  event("messages", ["gp:1", "p:2"]),
  event("tools", ["gp:1", "p:2", "c:3"]),
  event("lifecycle", ["other"]),
  event("input.requested", []),
  event("input.answered", []),
  event("custom", [], { payload: 1 }),
  event("custom", [], { name: "a2a", payload: 1 }),
];
const every = ["values", "updates", "messages", "tools", "lifecycle", "input", "checkpoints", "tasks", "custom"] as const;
const filters: EventFilter[] = [
  { channels: every },
  ...every.map((channel) => ({ channels: [channel] })),
  { channels: ["custom:a2a"] },
  { channels: ["custom:other"] },
  { channels: every, namespaces: [] },
  { channels: every, namespaces: [[]], depth: 1 },
  { channels: every, namespaces: [["gp"]] },
  { channels: every, namespaces: [["gp"]], depth: 1 },
  { channels: every, namespaces: [["gp:1"]], depth: 0 },
  { channels: every, namespaces: [["gp:2"], ["other"]] },
  { channels: every, namespaces: [["gp", "p"]] },
  { channels: every, since: 6 },
  { channels: every, since: 7 },
];

describe("a subscription", () => {
  it.each(filters)("to $channels of $namespaces, depth $depth, since $since", (filter) => {
    const theirs = events.map((one) => matchesSubscription(one as never, filter as never));
    expect(events.map((one) => isWanted(one, filter))).toEqual(theirs);
  });
});
