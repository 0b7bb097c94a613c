/** The recovery matrix: what the wire does, the node's policy, and the expected path. Written down before anything is run. */
import type { Said } from "../wire.ts";

export const policies = ["none", "retry", "repair", "fallback", "onError"] as const;
export type Policy = (typeof policies)[number];

export interface Row {
  readonly wire: string;
  /** What the agent's own model says, one request after the other. */
  readonly script: readonly Said[];
  readonly isStreamed?: true;
  /** The agent must fill in an object. */
  readonly isObject?: true;
  /** The agent answers labels: one of them in words, or each by a call. */
  readonly labels?: "words" | "calls";
  /** The node has a timeout. */
  readonly isLimited?: true;
  /** What the node answers under each policy, in the order of `policies`; `!` ends the run, `×2` is the second attempt. */
  readonly answers: readonly [none: string, retry: string, repair: string, fallback: string, onError: string];
}

const always = (label: string) => [label, label, label, label, label] as const;
const fine = always("next");
/** A retry helps, another model too. */
const passing = (code: string, label = "next") => [`!${code}`, `${label} ×2`, `!${code}`, `${label} ×2`, `error:${code}`] as const;
/** Only another model helps. */
const final = (code: string) => [`!${code}`, `!${code}`, `!${code}`, "next ×2", `error:${code}`] as const;
/** The model can correct its answer, and the spare one gives it. */
const repairableAs = (label: string, spare = label) =>
  ["!malformed", "!malformed", `${label} ×2`, `${spare} ×2`, "error:malformed"] as const;
const repairable = repairableAs("next");

// biome-ignore format: a table, one behaviour of the wire a line
export const rows: readonly Row[] = [
  { wire: "plain answer",              script: ["good"],                              answers: fine },
  { wire: "streamed answer",           script: ["good"], isStreamed: true,            answers: fine },
  { wire: "tool call",                 script: ["tool", "good"],                      answers: fine },
  { wire: "parallel tool calls",       script: ["two tools", "good"],                 answers: fine },
  { wire: "streamed tool calls",       script: ["two tools", "good"], isStreamed: true, answers: fine },
  { wire: "structured output",         script: ["fill"], isObject: true,              answers: fine },
  { wire: "429 with Retry-After",      script: ["429", "good"],                       answers: passing("rate_limit") },
  { wire: "500",                       script: ["500", "good"],                       answers: passing("connection") },
  { wire: "disconnect",                script: ["disconnect", "good"],                answers: passing("connection") },
  { wire: "truncated stream",          script: ["truncated", "good"], isStreamed: true, answers: passing("connection") },
  { wire: "stream that just ends",     script: ["silent end", "good"], isStreamed: true, answers: passing("connection") },
  { wire: "malformed JSON",            script: ["malformed body", "good"],            answers: passing("malformed") },
  { wire: "empty choice",              script: ["empty choice", "good"],              answers: passing("malformed") },
  { wire: "slower than the timeout",   script: ["never", "good"], isLimited: true,    answers: passing("timeout") },
  { wire: "429 after a tool call",     script: ["tool", "429", "good"],               answers: passing("rate_limit") },
  { wire: "refusal",                   script: ["refusal", "good"],                   answers: final("content_filter") },
  { wire: "content filter",            script: ["content filter", "good"],            answers: final("content_filter") },
  { wire: "context length",            script: ["context length", "good"],            answers: final("context_length") },
  { wire: "cut off at the limit",      script: ["cut off", "good"],                   answers: final("context_length") },
  { wire: "wrong key",                 script: ["401", "good"],                       answers: final("denied") },
  { wire: "output that does not fit",  script: ["misfit", "fill"], isObject: true,    answers: repairable },
  { wire: "text in place of an object", script: ["good", "fill"], isObject: true,     answers: repairable },
  { wire: "broken tool arguments",     script: ["broken arguments", "good"],          answers: repairable },
  { wire: "streamed arguments cut off", script: ["cut-off arguments", "good"], isStreamed: true, answers: repairable },
  { wire: "stream without a finish",   script: ["no finish"], isStreamed: true,       answers: fine },
  { wire: "failure inside a stream",   script: ["failure in a stream", "good"], isStreamed: true, answers: passing("rate_limit") },
  { wire: "failure in a body of 200",  script: ["failure in a body", "good"],         answers: passing("connection") },
  { wire: "web page",                  script: ["web page", "good"],                  answers: passing("connection") },
  { wire: "arguments as an object",    script: ["object arguments", "good"],          answers: fine },
  { wire: "tool calls without ids",    script: ["no call ids", "good"],               answers: fine },
  { wire: "one id for all answers",    script: ["object arguments", "no call ids", "same id"], answers: fine },
  { wire: "label in words",            script: ["good"], labels: "words",              answers: always("said") },
  { wire: "label called",              script: ["ticket"], labels: "words",            answers: always("ticket") },
  { wire: "label called in a stream",  script: ["ticket"], labels: "words", isStreamed: true, answers: always("ticket") },
  { wire: "label without a form",      script: ["solved"], labels: "words",            answers: always("solved") },
  { wire: "label must be called",      script: ["ticket when forced"], labels: "calls", answers: always("ticket") },
  { wire: "label that is no object",   script: ["count"], labels: "calls",             answers: always("count") },
  { wire: "label after a tool",        script: ["tool", "ticket"], labels: "words",    answers: always("ticket") },
  { wire: "label beside a tool",       script: ["tool and ticket"], labels: "words",   answers: always("ticket") },
  { wire: "two labels at once",        script: ["ticket and solved"], labels: "words", answers: always("ticket") },
  { wire: "words beside a label",      script: ["words and ticket"], labels: "words",  answers: always("ticket") },
  { wire: "words without a place",     script: ["words and ticket"], labels: "calls",  answers: always("ticket (words dropped)") },
  { wire: "429 before a label",        script: ["429", "ticket"], labels: "calls",     answers: passing("rate_limit", "ticket") },
  { wire: "form that does not fit",    script: ["ticket that does not fit", "ticket"], labels: "words", answers: repairableAs("ticket", "said") },
  { wire: "words that do not fit",     script: ["too many words", "good"], labels: "words", answers: repairableAs("said") },
  { wire: "form that is broken JSON",  script: ["broken ticket", "ticket"], labels: "calls", answers: repairableAs("ticket") },
  { wire: "tool_choice is ignored",    script: ["good", "ticket"], labels: "calls",    answers: repairableAs("ticket") },
  { wire: "tool_choice is refused",    script: ["no tool_choice", "ticket when free"], labels: "calls", answers: always("ticket") },
];

export const places = ["alone", "in the middle", "inside each", "inside parallel", "inside a subgraph"] as const;
export type Place = (typeof places)[number];

/** The expected path, from what the agent answers at that position. */
export function pathOf(place: Place, answer: string): string {
  const [said = "", tries] = answer.split(" ×");
  const [label = "", ...notes] = said.split(" ");
  const attempts = tries === undefined ? "" : ` (${tries} attempts)`;
  const after = `${attempts}${notes.length > 0 ? ` ${notes.join(" ")}` : ""}`;
  const isEnded = label.startsWith("!");
  const isAnswer = !isEnded && !label.startsWith("error:");
  const code = label.replace(/^(!|error:)/, "");
  const ended = `fails ${code}`;
  switch (place) {
    case "alone":
      return isEnded ? ended : isAnswer ? `talk -${label}-> end${after}` : `talk -error:${code}-> person | waits at person`;
    case "in the middle":
      return `before -next-> talk | ${isEnded ? ended : isAnswer ? `talk -${label}-> after${after} | after -next-> end` : `talk -error:${code}-> person | waits at person`}`;
    case "inside each":
      return isEnded
        ? `all[0] -failed-> join | ${ended}`
        : isAnswer
          ? `all[0] -${label}-> join${after} | all -next-> end`
          : `all[0] -failed-> join | all -error-> person | waits at person`;
    case "inside parallel":
      return isEnded
        ? `both.code -next-> join | both.talk -failed-> join | ${ended}`
        : isAnswer
          ? `both.code -next-> join | both.talk -${label}-> join${after} | both -next-> end`
          : `both.code -next-> join | both.talk -failed-> join | both -error-> person | waits at person`;
    case "inside a subgraph":
      return isEnded
        ? ended
        : isAnswer
          ? `inner/talk -${label}-> end${after} | inner -next-> end`
          : `inner -error-> person | waits at person`;
  }
}
