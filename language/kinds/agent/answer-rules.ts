/** Rules of what an agent answers: one output goes on under `next`; of labels each is routed and each form is placed, like a person's decisions. */
import type { Issue, IssuePath } from "../../issues/issue.ts";
import { behaviourOf } from "../../registry/channels.ts";
import type { Agent, LabelForms } from "../../registry/entries.ts";
import { checkForms } from "../../rules/forms.ts";
import { checkLabels } from "../../rules/labels.ts";
import { checkChannel, namedIn } from "../../rules/references.ts";
import type { RuleContext } from "../../rules/rule-context.ts";
import { show } from "../../rules/wording.ts";
import type { AgentData } from "./agent-node.ts";

export const checkAnswers = (context: RuleContext, agent: Agent, node: AgentData): Issue[] =>
  agent.labels ? checkLabelled(context, agent.labels, node) : checkOutput(context, node);

type Places = Exclude<NonNullable<AgentData["writes"]>, string>;

/** Channel ← field of one output. */
export const fieldsIn = (writes: Places): Record<string, string> =>
  Object.fromEntries(Object.entries(writes).flatMap(([channel, field]) => (typeof field === "string" ? [[channel, field]] : [])));

function checkLabelled(context: RuleContext, forms: LabelForms, node: AgentData): Issue[] {
  const owner = `agent "${node.agent}"`;
  const labels = Object.keys(forms);
  const hint = `Write \`routes: { ${labels.map((label) => `${label}: ${context.example}`).join(", ")} }\`.`;
  const { writes } = node;
  return [
    ...(node.next === undefined ? [] : [needless(context, "next", `${owner} answers labels, and each has a target of its own.`, hint)]),
    ...(node.routes
      ? checkLabels(context, { owner, field: "routes", labels, handled: node.routes })
      : [context.issue("MISSING_FIELD", ["routes"], `"routes" is missing: ${owner} answers labels.`, { hint })]),
    ...(typeof writes === "string"
      ? [wrongPlace(context, ["writes"], `${owner} answers labels, so "${writes}" does not say which form goes there.`, placesHint(forms))]
      : checkForms(context, { owner, word: "label", forms, writes })),
  ];
}

function checkOutput(context: RuleContext, node: AgentData): Issue[] {
  const owner = `agent "${node.agent}"`;
  const hint = "Write `next`, or give the agent `labels` in the registry.";
  const { writes = {} } = node;
  const nested = typeof writes === "string" ? [] : Object.entries(writes).filter(([, field]) => typeof field !== "string");
  return [
    ...(node.routes ? [needless(context, "routes", `${owner} has one output, and no labels to route.`, hint)] : []),
    ...(node.next === undefined ? [context.issue("MISSING_FIELD", ["next"], `"next" is missing: ${owner} has one output.`, { hint })] : []),
    ...nested.map(([channel, field]) =>
      wrongPlace(
        context,
        ["writes", channel],
        `${show(field)} is a map, but a field of the output is wanted.`,
        `\`writes\`: channel ← field.`,
      ),
    ),
  ];
}

const needless = (context: RuleContext, field: string, message: string, hint: string): Issue =>
  context.issue("UNKNOWN_FIELD", [field], message, { hint, repair: { op: "remove", path: [...context.path, field] } });

const wrongPlace = (context: RuleContext, path: IssuePath, message: string, hint: string): Issue =>
  context.issue("WRONG_VALUE", path, message, { hint });

function placesHint(forms: LabelForms): string {
  const placed = Object.keys(forms).filter((label) => forms[label]);
  if (placed.length === 0) return "Delete `writes`: no label has a form.";
  return `Write \`writes: { ${placed.map((label) => `${label}: <channel>`).join(", ")} }\`.`;
}

/** The channel for all that is said: a conversation, of an agent that says something. */
export function checkTranscript(context: RuleContext, agent: Agent, { transcript, agent: name }: AgentData): Issue[] {
  if (transcript === undefined) return [];
  const path = ["transcript"];
  const definition = namedIn(context.registry.state, transcript);
  if (!definition) return checkChannel(context, transcript, path);
  if (behaviourOf(definition) !== "messages") {
    const hint = "Declare the channel as messages().";
    return [context.issue("WRITE_TYPE", path, `a transcript is a conversation, and the channel "${transcript}" is none.`, { hint })];
  }
  if (!("run" in agent)) return [];
  return [
    context.issue("UNKNOWN_OUTPUT", path, `agent "${name}" is code, which says nothing between its arguments and its answer.`, {
      hint: "Delete `transcript`.",
      repair: { op: "remove", path: [...context.path, ...path] },
    }),
  ];
}
