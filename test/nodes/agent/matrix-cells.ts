/** The recovery matrix: what the wire does, the node's policy, and the expected path. Written down before anything is run. */
import type { Said } from "./wire.ts";

export const policies = ["none", "retry", "repair", "fallback", "onError"] as const;
export type Policy = (typeof policies)[number];

export interface Row {
  readonly wire: string;
  /** What the agent's own model says, one request after the other. */
  readonly script: readonly Said[];
  readonly isStreamed?: true;
  /** The agent must fill in an object. */
  readonly isObject?: true;
  /** The node has a timeout. */
  readonly isLimited?: true;
  /** What the node answers under each policy, in the order of `policies`; `!` ends the run, `×2` is the second attempt. */
  readonly answers: readonly [none: string, retry: string, repair: string, fallback: string, onError: string];
}

const fine = ["next", "next", "next", "next", "next"] as const;
/** A retry helps, another model too. */
const passing = (code: string) => [`!${code}`, "next ×2", `!${code}`, "next ×2", `error:${code}`] as const;
/** Only another model helps. */
const final = (code: string) => [`!${code}`, `!${code}`, `!${code}`, "next ×2", `error:${code}`] as const;
/** The model can correct its answer. */
const repairable = ["!malformed", "!malformed", "next ×2", "next ×2", "error:malformed"] as const;

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
];

export const places = ["alone", "in the middle", "inside each", "inside parallel", "inside a subgraph"] as const;
export type Place = (typeof places)[number];

/** The expected path, from what the agent answers at that position. */
export function pathOf(place: Place, answer: string): string {
  const [label = "", tries] = answer.split(" ×");
  const attempts = tries === undefined ? "" : ` (${tries} attempts)`;
  const isNext = label === "next";
  const isEnded = label.startsWith("!");
  const code = label.replace(/^(!|error:)/, "");
  const ended = `fails ${code}`;
  switch (place) {
    case "alone":
      return isEnded ? ended : isNext ? `talk -next-> end${attempts}` : `talk -error:${code}-> person | waits at person`;
    case "in the middle":
      return `before -next-> talk | ${isEnded ? ended : isNext ? `talk -next-> after${attempts} | after -next-> end` : `talk -error:${code}-> person | waits at person`}`;
    case "inside each":
      return isEnded
        ? `all[0] -failed-> join | ${ended}`
        : isNext
          ? `all[0] -next-> join${attempts} | all -next-> end`
          : `all[0] -failed-> join | all -error-> person | waits at person`;
    case "inside parallel":
      return isEnded
        ? `both.code -next-> join | both.talk -failed-> join | ${ended}`
        : isNext
          ? `both.code -next-> join | both.talk -next-> join${attempts} | both -next-> end`
          : `both.code -next-> join | both.talk -failed-> join | both -error-> person | waits at person`;
    case "inside a subgraph":
      return isEnded ? ended : isNext ? `inner/talk -next-> end${attempts} | inner -next-> end` : `inner -error-> person | waits at person`;
  }
}
