/** A thread that waits under another declaration from now on: the update that makes this declaration's node the one that it waits at. */
import { missingAtEntry } from "../../language/graph/missing-at-entry.ts";
import type { NormalGraph } from "../../language/graph/normal-graph.ts";
import { kindOf } from "../../language/kinds/all.ts";
import type { Registry } from "../../language/registry/registry.ts";
import { ADOPTED, WAIT } from "../../language/terms/labels.ts";
import type { Step } from "../../language/terms/step.ts";
import { OUTSIDE } from "../../language/terms/visit-name.ts";
import type { Misfit } from "../../language/versions/misfit.ts";
import { PATH, type State } from "../../nodes/call/internal-channels.ts";
import { holdsValue } from "../enter-turn.ts";
import { spentBound } from "../run-vertex.ts";
import { type OutsideUpdate, wayInto, wayOf, wayToWait } from "./ways.ts";

/** What a thread waits for: a person's answer to its question, or the next message after a `wait`. */
export type WaitsFor = "answer" | "message";

export interface AdoptionUpdate extends OutsideUpdate {
  /** What it adds to the path. */
  readonly step: Step;
}

/** A node is entered anew, so that it asks anew; one that waits for a message stays as it is, under its new name. */
export function adoptionUpdate(graph: NormalGraph, { node, waitsFor }: { node: string; waitsFor: WaitsFor }): AdoptionUpdate {
  const step: Step = waitsFor === "answer" ? adoptedInto(node) : { node, label: ADOPTED, target: WAIT };
  const { vertex, label } = wayOf(graph, step) ?? wayInto(graph, node);
  return { step, asNode: vertex, way: label, values: { [PATH]: [step] } };
}

const adoptedInto = (node: string): Step => ({ node: OUTSIDE, label: ADOPTED, target: node });

/** An adoption is no decision: the node must ask as well, or stop with `wait` as well. */
export function takesPlace(graph: NormalGraph, name: string, waitsFor: WaitsFor): boolean {
  const node = Object.hasOwn(graph.nodes, name) ? graph.nodes[name] : undefined;
  if (!node) return false;
  return waitsFor === "answer" ? kindOf(node).waitsForPerson : wayToWait(graph, name) !== undefined;
}

export interface AdoptingNode {
  /** Where the thread waits, and the node that is to take its place. */
  readonly from: string;
  readonly node: string;
  readonly waitsFor: WaitsFor;
  /** All channels of the thread. */
  readonly state: State;
}

/** Why the thread cannot wait at the node, in the words of a definition that does not fit. */
export function unfitNode(graph: NormalGraph, registry: Registry, { from, node: name, waitsFor, state }: AdoptingNode): Misfit[] {
  const node = Object.hasOwn(graph.nodes, name) ? graph.nodes[name] : undefined;
  const asks = waitsFor === "answer";
  const misfit = { part: "node", name: from, stored: asks ? "asks a person" : "stops with wait" } as const;
  if (!node) return [{ ...misfit, ...(name !== from && { offered: `no node "${name}"` }) }];
  if (!takesPlace(graph, name, waitsFor))
    return [{ ...misfit, offered: `"${name}", a ${node.kind} that ${asks ? "asks nobody" : "never stops with wait"}` }];
  if (!asks) return [];
  const bound = spentBound(name, node, [...(state[PATH] ?? []), adoptedInto(name)]);
  if (bound !== undefined) return [{ ...misfit, offered: `"${name}", which would answer "${bound}" because its bound is used up` }];
  const missing = missingAtEntry(graph, { registry, node: name }, (channel) => holdsValue(registry, state, channel));
  return missing ? [{ part: "channel", name: missing.channel, offered: `needed by ${missing.reader} of node "${name}"` }] : [];
}
