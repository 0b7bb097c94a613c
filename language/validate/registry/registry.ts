/** Rules of the registry itself: references from code to other code. Checked once for each registry. */
import type { Issue } from "../../issues/issue.ts";
import type { Registry } from "../../registry/registry.ts";
import { checkInbox } from "../../rules/inbox.ts";
import { issueAt, nearestAdvice } from "../../rules/rule-context.ts";
import { show } from "../../rules/wording.ts";
import { acceptedSchemaOf, fieldsOf } from "../../schema/json-schema.ts";
import { isReserved } from "../../terms/reserved.ts";
import { checkAgentCode } from "./agent-code.ts";
import { checkAgentLabels } from "./agent-labels.ts";

const checked = new WeakMap<Registry, readonly Issue[]>();

export function checkRegistry(registry: Registry): readonly Issue[] {
  const found = checked.get(registry);
  if (found) return found;
  const issues = [
    ...checkLabels(registry),
    ...checkOnce(registry),
    ...checkEffects(registry),
    ...checkModels(registry),
    ...checkTrim(registry),
    ...checkInbox(registry),
    ...checkAgentCode(registry),
    ...checkAgentLabels(registry),
  ];
  checked.set(registry, issues);
  return issues;
}

/** Law 13: no code may answer a reserved label. */
function checkLabels({ routers = {}, tasks = {}, tools = {}, questions = {}, agents = {} }: Registry): Issue[] {
  const declared = [
    ...Object.entries(routers).map(([name, { labels }]) => ({ path: ["routers", name, "labels"], labels })),
    ...Object.entries(tasks).map(([name, { labels }]) => ({ path: ["tasks", name, "labels"], labels })),
    ...Object.entries(tools).map(([name, { errors }]) => ({ path: ["tools", name, "errors"], labels: Object.keys(errors) })),
    ...Object.entries(questions).map(([name, { decisions }]) => ({
      path: ["questions", name, "decisions"],
      labels: Object.keys(decisions),
    })),
    ...Object.entries(agents).map(([name, { labels = {} }]) => ({ path: ["agents", name, "labels"], labels: Object.keys(labels) })),
  ];
  return declared.flatMap(({ path, labels }) =>
    labels
      .filter(isReserved)
      .map((label) =>
        issueAt("RESERVED_LABEL", ["registry", ...path, label], `"${label}" is a reserved word.`, { hint: "Choose another label." }),
      ),
  );
}

function checkModels({ models = {} }: Registry): Issue[] {
  return Object.entries(models).flatMap(([name, model]) => {
    const { maxInFlight } = "make" in model ? model : {};
    if (maxInFlight === undefined || (Number.isInteger(maxInFlight) && maxInFlight >= 1)) return [];
    const message = `${maxInFlight} calls cannot be under way at once.`;
    return [issueAt("WRONG_VALUE", ["registry", "models", name, "maxInFlight"], message, { hint: "Write a whole number from 1." })];
  });
}

function checkTrim({ state }: Registry): Issue[] {
  return Object.entries(state).flatMap(([name, channel]) => {
    if (!("messages" in channel) || channel.trim === undefined) return [];
    const [amount, ...others] = Object.values<unknown>(channel.trim).filter((value) => value !== undefined);
    if (others.length === 0 && Number.isInteger(amount) && Number(amount) >= 1) return [];
    const message = `${show(channel.trim)} does not say how much of the conversation is kept.`;
    return [
      issueAt("WRONG_VALUE", ["registry", "state", name, "trim"], message, {
        hint: "Write { last } or { tokens }, a whole number from 1.",
      }),
    ];
  });
}

function checkEffects({ tools = {} }: Registry): Issue[] {
  return Object.entries(tools).flatMap(([name, { effect, once }]) => {
    const why =
      effect === "transaction" && !once
        ? `tool "${name}" acts in a transaction, and without \`once\` nothing opens one.`
        : effect === "none" && once
          ? `tool "${name}" has no effect, so nothing can happen once.`
          : undefined;
    return why === undefined ? [] : [issueAt("EFFECT_MISMATCH", ["registry", "tools", name, "effect"], why)];
  });
}

function checkOnce({ tools = {} }: Registry): Issue[] {
  return Object.entries(tools).flatMap(([name, { once = [], args }]) => {
    const known = [...fieldsOf(acceptedSchemaOf(args)).keys()];
    return once.flatMap((argument, index) => {
      const path = ["registry", "tools", name, "once", index];
      return known.includes(argument)
        ? []
        : [issueAt("ONCE_ARGUMENT", path, `"${argument}" is not an argument of tool "${name}".`, nearestAdvice(argument, known, path))];
    });
  });
}
