/** Reads out of a prompt what an agent was given. User text comes last in it, so it cannot be taken for anything else. */
import type { Finding } from "../subtask.ts";

export interface Brief {
  readonly topic: string;
  readonly ask: string;
  readonly findings: readonly Finding[];
  /** Undefined before the first report. */
  readonly gaps: readonly string[] | undefined;
  readonly subtasksAtMost: number;
}

export function readBrief(prompt: string): Brief {
  const gaps = lineAfter(/^Left out[^:]*: /m, prompt);
  return {
    topic: restAfter(/^The topic: /m, prompt),
    ask: restAfter(/^Look up: /m, prompt),
    findings: JSON.parse(lineAfter(/^(?:Found so far|The passages): /m, prompt) || "[]"),
    gaps: gaps === "" ? undefined : JSON.parse(gaps),
    subtasksAtMost: Number(/at most (\d+) parts/.exec(prompt)?.[1] ?? 0),
  };
}

function restAfter(label: RegExp, prompt: string): string {
  const found = label.exec(prompt);
  return found ? prompt.slice(found.index + found[0].length) : "";
}

const lineAfter = (label: RegExp, prompt: string): string => restAfter(label, prompt).split("\n")[0] ?? "";
