/** Sleep nodes: the thread waits for a time and asks nobody, on the same durable machinery as deadlines. It bounds no cycle: a loop that polls has `visits`. */
import type { Issue } from "../../issues/issue.ts";
import type { RuleContext } from "../../rules/rule-context.ts";
import { checkTime } from "../../rules/times.ts";
import { durationMs } from "../../terms/duration.ts";
import { edgeTo } from "../../terms/edge.ts";
import { channelOf } from "../../terms/source.ts";
import { channelMentions, type PlainKindOf } from "../kind/kind.ts";
import { type NormalSleep, type SleepData, shape } from "./sleep-node.ts";

export const sleepKind: PlainKindOf<SleepData, NormalSleep> = {
  shape,
  bodyShape: shape.omit({ visits: true }),
  inheritsEdges: false,
  waitsForPerson: false,
  streamsMessages: false,
  normalise: (node) => ({
    kind: "sleep",
    ...(typeof node.for === "string" && { forMs: durationMs(node.for) }),
    ...(node.until !== undefined && { until: node.until }),
    next: node.next,
  }),
  edges: ({ next }) => [edgeTo(next, { label: "next", path: ["next"] })],
  mentions: ({ until }) => (until === undefined ? [] : channelMentions([channelOf(until)])),
  reads: ({ until }) => (until === undefined ? [] : [{ channel: channelOf(until), reader: "`until`", path: ["until"] }]),
  // it stops the run as a question does, and runs again when its time has come
  canAsk: () => true,
  check: checkSleep,
};

function checkSleep({ for: span, until }: SleepData, context: RuleContext): Issue[] {
  if (span === undefined && until === undefined) {
    const hint = 'Add `for: "10m"`, or `until` with a channel that holds a time.';
    return [context.issue("MISSING_FIELD", [], "it is not declared how long it sleeps.", { hint })];
  }
  if (until === undefined) return [];
  if (span === undefined) return checkTime(context, until, ["until"]);
  return [context.issue("UNKNOWN_FIELD", ["for"], "a sleep has either a span or a time.", { hint: "Delete `for` or `until`." })];
}
