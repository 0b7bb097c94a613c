/** Rules of interrupts: decisions are routed, forms are placed, people exist, deadlines end in an edge. */
import type { Issue } from "../../issues/issue.ts";
import type { Question } from "../../registry/registry.ts";
import { checkLabels } from "../../rules/labels.ts";
import { nearestAdvice, type Place, renameAdvice } from "../../rules/place.ts";
import { checkChannel, checkReference, checkRole, namedIn } from "../../rules/references.ts";
import { checkWrites } from "../../rules/writes.ts";
import { checkDeadlines } from "./deadline-rules.ts";
import type { InterruptData } from "./interrupt.ts";

export function checkInterrupt(node: InterruptData, place: Place): Issue[] {
  const question = namedIn(place.registry.questions, node.question);
  return [
    ...(question
      ? checkAnswers(place, question, node)
      : checkReference(place, { what: "question", name: node.question, group: place.registry.questions, path: ["question"] })),
    ...checkApprovers(place, node, question),
    ...(["shows", "bind"] as const).flatMap((field) =>
      (node[field] ?? []).flatMap((channel, index) => checkChannel(place, channel, [field, index])),
    ),
    ...checkDeadlines(place, node.deadlines),
  ];
}

function checkAnswers(place: Place, question: Question, node: InterruptData): Issue[] {
  const owner = `question "${node.question}"`;
  const decisions = Object.keys(question.decisions);
  return [
    ...checkLabels(place, { owner, field: "decisions", labels: decisions, handled: node.decisions }),
    ...decisions.flatMap((decision) => checkForm(place, decision, { question, node })),
    ...Object.keys(node.writes ?? {}).flatMap((decision) => {
      if (namedIn(question.decisions, decision)) return [];
      const why = decisions.includes(decision) ? `the decision "${decision}" brings no form.` : `${owner} has no decision "${decision}".`;
      const withForm = decisions.filter((each) => namedIn(question.decisions, each));
      return [
        place.issue("UNKNOWN_LABEL", ["writes", decision], why, renameAdvice(decision, withForm, [...place.path, "writes", decision])),
      ];
    }),
  ];
}

function checkForm(place: Place, decision: string, { question, node }: { question: Question; node: InterruptData }): Issue[] {
  const form = namedIn(question.decisions, decision);
  if (!form) return [];
  const writes = namedIn(node.writes, decision);
  if (writes !== undefined)
    return checkWrites(withBudget(place), { owner: `the form of "${decision}"`, type: form, writes, path: ["writes", decision] });
  // where the map exists the mistake is inside it, else it is the node's
  const path = node.writes ? ["writes"] : [];
  return [
    place.issue("UNPLACED_FORM", path, `the decision "${decision}" brings a form, but nothing says where it goes.`, {
      hint: `Add \`writes: { ${decision}: { <channel>: <field> } }\`.`,
    }),
  ];
}

/** A person may raise the limits of the turn's budget: to a form they are like channels. */
const withBudget = ({ registry, raisable, ...place }: Place): Place => ({
  ...place,
  raisable,
  registry: { ...registry, state: { ...registry.state, ...raisable } },
});

function checkApprovers(place: Place, { by, decisions }: InterruptData, question: Question | undefined): Issue[] {
  if (by === "requester") return [];
  if (Array.isArray(by)) return by.flatMap((role, index) => checkRole(place, role, ["by", index]));
  const labels = Object.keys(question?.decisions ?? decisions);
  const people = ["requester", ...place.nodeNames];
  return [
    ...by.roles.flatMap((role, index) => checkRole(place, role, ["by", "roles", index])),
    ...Object.keys(by.count ?? {}).flatMap((decision) =>
      labels.includes(decision)
        ? []
        : [
            place.issue(
              "UNKNOWN_LABEL",
              ["by", "count", decision],
              `there is no decision "${decision}" to count.`,
              renameAdvice(decision, labels, [...place.path, "by", "count", decision]),
            ),
          ],
    ),
    ...(by.not ?? []).flatMap((who, index) =>
      people.includes(who)
        ? []
        : [
            place.issue(
              "UNKNOWN_TARGET",
              ["by", "not", index],
              `"${who}" is neither "requester" nor a node where someone decides.`,
              nearestAdvice(who, people, [...place.path, "by", "not", index]),
            ),
          ],
    ),
  ];
}
