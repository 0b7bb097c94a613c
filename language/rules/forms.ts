/** Forms that come with labels, a person's decisions or an agent's: each is placed, and only those. */
import type { Issue, IssuePath } from "../issues/issue.ts";
import type { LabelForms } from "../registry/entries.ts";
import { namedIn } from "./references.ts";
import { type RuleContext, renameAdvice } from "./rule-context.ts";
import { checkWrites } from "./writes.ts";

interface PlacedForms {
  /** E.g. `question "approve"`. */
  readonly owner: string;
  readonly word: "decision" | "label";
  readonly forms: LabelForms;
  readonly writes: Readonly<Record<string, string | Readonly<Record<string, string>>>> | undefined;
}

export function checkForms(context: RuleContext, { owner, word, forms, writes }: PlacedForms): Issue[] {
  const labels = Object.keys(forms);
  const withForm = labels.filter((each) => namedIn(forms, each));
  const unplaced = withForm.filter((label) => namedIn(writes, label) === undefined);
  const needless = Object.keys(writes ?? {}).filter((label) => !namedIn(forms, label));
  return [
    ...Object.entries(writes ?? {}).flatMap(([label, to]) => {
      const type = namedIn(forms, label);
      return type ? checkWrites(context, { owner: `the form of "${label}"`, type, writes: to, path: ["writes", label] }) : [];
    }),
    // where the map exists the mistake is inside it, otherwise it belongs to the node
    ...(writes ? unplaced.map((label) => unplacedForms(context, ["writes"], { word, labels: [label] })) : []),
    ...(!writes && unplaced.length > 0 ? [unplacedForms(context, [], { word, labels: unplaced })] : []),
    ...needless.map((label) => {
      const why = labels.includes(label) ? `the ${word} "${label}" has no form.` : `${owner} has no ${word} "${label}".`;
      return context.issue("UNKNOWN_LABEL", ["writes", label], why, renameAdvice(label, withForm, [...context.path, "writes", label]));
    }),
  ];
}

function unplacedForms(context: RuleContext, path: IssuePath, { word, labels }: { word: string; labels: readonly string[] }): Issue {
  const names = labels.map((label) => `"${label}"`).join(", ");
  const isOne = labels.length === 1;
  const message = isOne
    ? `the ${word} ${names} has a form, but the node does not write it anywhere.`
    : `the ${word}s ${names} have forms, but the node does not write them anywhere.`;
  const hint = `Add \`writes: { ${labels.map((label) => `${label}: { <channel>: <field> }`).join(", ")} }\`.`;
  return context.issue("UNPLACED_FORM", path, message, { hint });
}
