/** Rules of an agent's labels: to a model they are tools of their name, and one of them may be words. */
import type { Issue } from "../../issues/issue.ts";
import type { Registry } from "../../registry/registry.ts";
import { HANDOFF_TOOL, textLabelsOf } from "../../registry/text-label.ts";
import { issueAt } from "../../rules/rule-context.ts";
import { namePattern } from "../../terms/reserved.ts";

export function checkAgentLabels({ agents = {} }: Registry): Issue[] {
  return Object.entries(agents).flatMap(([name, agent]) => {
    const path = ["registry", "agents", name];
    const { labels, output } = agent;
    const owner = `agent "${name}"`;
    if (!labels) return output ? [] : [issueAt("MISSING_FIELD", [...path, "output"], `${owner} has neither an output nor labels.`)];
    const both = output ? [issueAt("UNKNOWN_FIELD", [...path, "output"], `${owner} answers labels, each with a form of its own.`)] : [];
    const tools = ("tools" in agent && agent.tools) || [];
    const [text, ...texts] = textLabelsOf(labels);
    return [
      ...both,
      ...Object.keys(labels).flatMap((label) => checkName([...path, "labels", label], label, { owner, tools })),
      ...texts.map((label) =>
        issueAt("TWO_TEXTS", [...path, "labels", label], `"${label}" and "${text}" of ${owner} are both said in words.`, {
          hint: `Give "${label}" an object: z.object({ text: z.string() }).`,
        }),
      ),
    ];
  });
}

function checkName(path: string[], label: string, { owner, tools }: { owner: string; tools: readonly string[] }): Issue[] {
  if (!namePattern.test(label))
    return [
      issueAt("BAD_NAME", path, `"${label}" is not a valid label of an agent.`, { hint: "Use a letter, then letters, digits, _ or -." }),
    ];
  const isTool = tools.includes(label);
  if (!isTool && !label.startsWith(HANDOFF_TOOL)) return [];
  const why = isTool ? "is also a tool of it" : "is named like a tool that hands over";
  return [issueAt("LABEL_IS_TOOL", path, `"${label}" of ${owner} ${why}.`, { hint: "Choose another label." })];
}
