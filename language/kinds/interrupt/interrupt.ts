/** Interrupt nodes: the run waits until a person gives one of the question's decisions, or a deadline takes its edge. */
import { namedIn } from "../../rules/references.ts";
import { type Edge, edgeTo, labelledEdges } from "../../terms/edge.ts";
import { channelOf } from "../../terms/source.ts";
import { channelsOf, reachOf } from "../../terms/writes.ts";
import type { Mention, PlainKindOf, Read } from "../kind/kind.ts";
import { channelMentions } from "../kind/kind.ts";
import { placedForms } from "../kind/placed-writes.ts";
import { normalDeadline } from "./deadlines.ts";
import { type InterruptData, type NormalApprovers, type NormalInterrupt, shape } from "./interrupt-node.ts";
import { checkInterrupt } from "./interrupt-rules.ts";

function normalApprovers(by: InterruptData["by"]): NormalApprovers {
  if (by === "requester") return by;
  if (Array.isArray(by)) return { roles: by };
  return { roles: by.roles, ...(by.count && { count: by.count }), ...(by.not && { not: by.not }) };
}

function rolesOf({ by, deadlines }: NormalInterrupt): Mention[] {
  const deciding = by === "requester" ? [] : by.roles;
  const called = deadlines.flatMap((deadline) =>
    "remind" in deadline ? [deadline.remind] : "assign" in deadline ? [deadline.assign] : [],
  );
  return [...deciding, ...called].map((name) => ({ group: "roles", name }));
}

const timesOf = ({ deadlines }: NormalInterrupt): Read[] =>
  deadlines.flatMap((deadline, index) =>
    "at" in deadline ? [{ channel: channelOf(deadline.at), reader: "`at` of a deadline", path: ["deadlines", index, "at"] }] : [],
  );

export const interruptKind: PlainKindOf<InterruptData, NormalInterrupt> = {
  shape,
  bodyShape: shape.omit({ visits: true }),
  inheritsEdges: false,
  waitsForPerson: true,
  streamsMessages: false,
  normalise: (node, { registry }) => ({
    kind: "interrupt",
    question: node.question,
    by: normalApprovers(node.by),
    shows: node.shows ?? [],
    bind: node.bind ?? [],
    decisions: node.decisions,
    writes: placedForms(namedIn(registry.questions, node.question)?.decisions, node.writes),
    deadlines: (node.deadlines ?? []).map(normalDeadline),
    onMessage: node.onMessage ?? "refuse",
  }),
  edges: (node): Edge[] => [
    ...labelledEdges("decisions", node.decisions, {
      type: "decision",
      reach: (decision) => reachOf(namedIn(node.writes, decision)),
    }),
    ...node.deadlines.flatMap((deadline, index) =>
      "next" in deadline ? [edgeTo(deadline.next, { label: "expired", path: ["deadlines", index, "next"], type: "deadline" })] : [],
    ),
  ],
  mentions: (node) => [
    { group: "questions", name: node.question },
    ...rolesOf(node),
    ...channelMentions([
      ...node.shows,
      ...node.bind,
      ...timesOf(node).map(({ channel }) => channel),
      ...Object.values(node.writes).flatMap(channelsOf),
    ]),
  ],
  reads: timesOf,
  canAsk: () => true,
  approvers: ({ by }) => by,
  check: checkInterrupt,
};
