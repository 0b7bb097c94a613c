/** Rules of interrupts: decisions are routed, forms are placed, people exist, deadlines end in an edge. */
import type { Issue } from "../../issues/issue.ts";
import type { Question } from "../../registry/entries.ts";
import { checkForms } from "../../rules/forms.ts";
import { checkLabels } from "../../rules/labels.ts";
import { checkChannel, checkReference, checkRole, namedIn } from "../../rules/references.ts";
import { nearestAdvice, type RuleContext, renameAdvice } from "../../rules/rule-context.ts";
import { checkDeadlines } from "./deadline-rules.ts";
import type { InterruptData } from "./interrupt-node.ts";

export function checkInterrupt(node: InterruptData, context: RuleContext): Issue[] {
  const question = namedIn(context.registry.questions, node.question);
  return [
    ...(question
      ? checkAnswers(context, question, node)
      : checkReference(context, { what: "question", name: node.question, group: context.registry.questions, path: ["question"] })),
    ...checkApprovers(context, node, question),
    ...(["shows", "bind"] as const).flatMap((field) =>
      (node[field] ?? []).flatMap((channel, index) => checkChannel(context, channel, [field, index])),
    ),
    ...checkDeadlines(context, node.deadlines),
  ];
}

function checkAnswers(context: RuleContext, question: Question, node: InterruptData): Issue[] {
  const owner = `question "${node.question}"`;
  const { decisions: forms } = question;
  return [
    ...checkLabels(context, { owner, field: "decisions", labels: Object.keys(forms), handled: node.decisions }),
    ...checkForms(withBudget(context), { owner, word: "decision", forms, writes: node.writes }),
  ];
}

/** A person may raise the limits of the turn's budget: to a form they are like channels. */
const withBudget = ({ registry, raisable, ...context }: RuleContext): RuleContext => ({
  ...context,
  raisable,
  registry: { ...registry, state: { ...registry.state, ...raisable } },
});

function checkApprovers(context: RuleContext, { by, decisions }: InterruptData, question: Question | undefined): Issue[] {
  if (by === "requester") return [];
  if (Array.isArray(by)) return by.flatMap((role, index) => checkRole(context, role, ["by", index]));
  const labels = Object.keys(question?.decisions ?? decisions);
  const people = ["requester", ...context.nodeNames];
  return [
    ...by.roles.flatMap((role, index) => checkRole(context, role, ["by", "roles", index])),
    ...Object.keys(by.count ?? {}).flatMap((decision) =>
      labels.includes(decision)
        ? []
        : [
            context.issue(
              "UNKNOWN_LABEL",
              ["by", "count", decision],
              `there is no decision "${decision}" to count.`,
              renameAdvice(decision, labels, [...context.path, "by", "count", decision]),
            ),
          ],
    ),
    ...(by.not ?? []).flatMap((who, index) =>
      people.includes(who)
        ? []
        : [
            context.issue(
              "UNKNOWN_TARGET",
              ["by", "not", index],
              `"${who}" is neither "requester" nor a node where someone decides.`,
              nearestAdvice(who, people, [...context.path, "by", "not", index]),
            ),
          ],
    ),
  ];
}
