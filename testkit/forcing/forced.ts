/** What makes a node answer one of its labels: scripts for code, answers for people. */
import type { z } from "zod";
import type { Registry } from "../../language/registry/registry.ts";
import type { Writes } from "../../language/terms/writes.ts";
import type { NodeAnswer } from "../scenario/node-script.ts";
import type { ScriptedAnswer, ToolAnswer } from "../scenario/scenario.ts";
import { CannotForce } from "./not-forced.ts";
import { sampleOf } from "./sample.ts";
import { type Wanted, wayInOutput, withWanted } from "./wanted.ts";

export interface Forced {
  /** Node → an answer of its code. */
  readonly scripts: readonly (readonly [string, NodeAnswer])[];
  readonly answers: readonly (readonly [string, ScriptedAnswer])[];
  /** Agent node → what a person decides about the calls of its script. */
  readonly approvals: readonly (readonly [string, ToolAnswer])[];
  /** Tool → what a call of it gives. */
  readonly tools: readonly (readonly [string, unknown])[];
  /** Node of a graph inside → how often it may be entered, `*` → how many steps the graph may take: a bound that only lies on the way is not spent in full. */
  readonly bounds: readonly (readonly [string, number])[];
  /** What channels must hold when the node is entered. */
  readonly needs: readonly Wanted[];
  /** How many steps branches, items and a graph inside take beside the node's own. NaN: that is not known. */
  readonly inside: number;
  /** Those of its scripts that are agents', inside subgraphs too. */
  readonly agents: readonly string[];
}

/** Where the node is. */
export interface Site {
  readonly registry: Registry;
  /** Put before the names of nodes in scripts. */
  readonly within: string;
  readonly name: string;
  /** It is a thread, not a node: nothing is written when it ends. */
  readonly isThread?: boolean;
}

export const nothing: Forced = { scripts: [], answers: [], approvals: [], tools: [], bounds: [], needs: [], inside: 0, agents: [] };

export const allOf = (parts: readonly Forced[]): Forced => ({
  scripts: parts.flatMap(({ scripts }) => scripts),
  answers: parts.flatMap(({ answers }) => answers),
  approvals: parts.flatMap(({ approvals }) => approvals),
  tools: parts.flatMap(({ tools }) => tools),
  bounds: parts.flatMap(({ bounds }) => bounds),
  needs: parts.flatMap(({ needs }) => needs),
  inside: parts.reduce((sum, { inside }) => sum + inside, 0),
  agents: parts.flatMap(({ agents }) => agents),
});

/** The node's code answers so. */
export const scripted = ({ within, name }: Pick<Site, "within" | "name">, answer: NodeAnswer): Forced => ({
  ...nothing,
  scripts: [[`${within}${name}`, answer]],
});

/** What the node writes is refused as too large: the failure of a node in which nothing else can fail. */
export const refusedWrites = (site: Pick<Site, "within" | "name">): Forced => scripted(site, { error: "STATE_TOO_LARGE" });

/** A value that the schema accepts. */
export function sampled(schema: z.ZodType | undefined): unknown {
  const value = schema && sampleOf(schema);
  if (value === undefined) throw new CannotForce("no-sample");
  return value;
}

/** An output, or a form, with what the channels must hold that it is written to. */
export function outputWith(schema: z.ZodType | undefined, writes: Writes | undefined, wants: readonly Wanted[]): unknown {
  const output = sampled(schema);
  return wants.length === 0
    ? output
    : fitting(
        schema,
        withWanted(output, wants, (channel) => wayInOutput(writes, channel)),
      );
}

export function fitting(schema: z.ZodType | undefined, value: unknown): unknown {
  if (schema && !takes(schema, value)) throw new CannotForce("value-not-written");
  return value;
}

/** What only a run can check fits. */
function takes(schema: z.ZodType, value: unknown): boolean {
  try {
    return schema.safeParse(value).success;
  } catch {
    return true;
  }
}

/** A sample of a form, which is a map. */
export function sampledFields(schema: z.ZodType): Record<string, unknown> {
  const value = sampled(schema);
  if (typeof value !== "object" || value === null) throw new CannotForce("no-sample");
  return { ...value };
}
