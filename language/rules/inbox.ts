/** Rules of a question's `inbox`: a closed set of words, each for one of its decisions, whose form the word can fill. */
import type { Issue } from "../issues/issue.ts";
import type { Question } from "../registry/entries.ts";
import { type InboxVerb, inboxWords, offerOf, verbOf, wordsOf } from "../registry/inbox.ts";
import type { Registry } from "../registry/registry.ts";
import { inputSchemaOf } from "../schema/json-schema.ts";
import { issueAt, nearestAdvice, renameAdvice } from "./rule-context.ts";

export function checkInbox({ questions = {} }: Registry): Issue[] {
  return Object.entries(questions).flatMap(([name, question]) =>
    Object.entries(question.inbox ?? {}).flatMap(([word, decision]) =>
      decision === undefined ? [] : checkWord({ name, question }, word, decision),
    ),
  );
}

interface Named {
  readonly name: string;
  readonly question: Question;
}

function checkWord({ name, question }: Named, word: string, decision: string): Issue[] {
  const path = ["registry", "questions", name, "inbox", word];
  const verb = verbOf(word);
  if (!verb) {
    const message = `"${word}" is not a word of an inbox: ${inboxWords.join(", ")}.`;
    return [issueAt("UNKNOWN_FIELD", path, message, renameAdvice(word, inboxWords, path))];
  }
  const decisions = Object.keys(question.decisions);
  const taken = wordsOf(verb).find((each) => decisions.includes(each));
  if (taken !== undefined) {
    const message = `the question has a decision "${taken}", which is what an inbox's "${word}" gives.`;
    return [issueAt("WRONG_VALUE", path, message, { hint: "Delete the line, or rename the decision." })];
  }
  if (!decisions.includes(decision)) {
    const message = `question "${name}" has no decision "${decision}".`;
    return [issueAt("UNKNOWN_REFERENCE", path, message, nearestAdvice(decision, decisions, path))];
  }
  const form = question.decisions[decision];
  if (offerOf(verb, decision, form ? inputSchemaOf(form) : null)) return checkTwice({ name, question }, word, decision);
  const message = `an inbox's "${word}" cannot give "${decision}": ${why[verb]}.`;
  return [issueAt("INBOX_FORM", path, message, { hint: `Give "${decision}" such a form, or let the inbox not offer "${word}".` })];
}

/** `accept` and `approve` are one button. */
function checkTwice({ name, question: { inbox = {} } }: Named, word: string, decision: string): Issue[] {
  if (word !== "approve" || inbox.accept === undefined || inbox.accept === decision) return [];
  const message = `"accept" gives "${inbox.accept}" and "approve" gives "${decision}", but they are the same button of different inboxes.`;
  return [issueAt("WRONG_VALUE", ["registry", "questions", name, "inbox", word], message, { hint: "Keep one of the two." })];
}

const why: Readonly<Record<InboxVerb, string>> = {
  approve: "it fills in nothing, and the form needs something",
  edit: "it sends fields, and the decision has no form with fields",
  reject: "it sends one text at most, and the form needs something else",
  respond: "it sends one text at most, and the form needs something else",
};
