/** What makes a node answer one of its labels: scripts for code, answers for people. */
import type { z } from "zod";
import type { Registry } from "../../language/registry/registry.ts";
import type { NodeAnswer } from "../scenario/node-script.ts";
import type { ScriptedAnswer } from "../scenario/scenario.ts";
import { CannotForce } from "./not-forced.ts";
import { sampleOf } from "./sample.ts";

export interface Forced {
  /** Node → an answer of its code. */
  readonly scripts: readonly (readonly [string, NodeAnswer])[];
  readonly answers: readonly (readonly [string, ScriptedAnswer])[];
}

/** Where the node is. */
export interface Site {
  readonly registry: Registry;
  /** Put before the names of nodes in scripts. */
  readonly within: string;
  readonly name: string;
}

export const nothing: Forced = { scripts: [], answers: [] };

export const allOf = (parts: readonly Forced[]): Forced => ({
  scripts: parts.flatMap(({ scripts }) => scripts),
  answers: parts.flatMap(({ answers }) => answers),
});

/** The node's code answers so. */
export const scripted = ({ within, name }: Site, answer: NodeAnswer): Forced => ({ scripts: [[`${within}${name}`, answer]], answers: [] });

/** A value that the schema accepts. */
export function sampled(schema: z.ZodType | undefined): unknown {
  const value = schema && sampleOf(schema);
  if (value === undefined) throw new CannotForce("no-sample");
  return value;
}

/** The same of a form, which is a map. */
export function sampledFields(schema: z.ZodType): Record<string, unknown> {
  const value = sampled(schema);
  if (typeof value !== "object" || value === null) throw new CannotForce("no-sample");
  return { ...value };
}
