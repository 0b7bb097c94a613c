/** Ways through the declared edges of a graph, found without running anything. */

import { edgesOf } from "../../language/graph/edges-of.ts";
import type { NormalGraph } from "../../language/graph/normal-graph.ts";
import type { Edge } from "../../language/terms/edge.ts";
import { isStop } from "../../language/terms/labels.ts";
import { CannotForce } from "../forcing/not-forced.ts";

export interface WalkStep {
  readonly node: string;
  readonly label: string;
  readonly target: string;
}
export type Walk = readonly WalkStep[];
export type Allows = (node: string, edge: Edge) => boolean;

export const isBound = ({ type }: Edge): boolean => type === "bound";
export const isFailure = ({ type }: Edge): boolean => type === "error";
const isDetour = (edge: Edge): boolean => isFailure(edge) || edge.type === "deadline" || edge.isDetour === true;
const DETOUR = 4;

interface Search {
  readonly from: string;
  /** How the walk began: its visits count. */
  readonly before: Walk;
  readonly isGoal: (step: WalkStep) => boolean;
  /** Visits are distinguished, so that a node may be entered again and again until its bound is spent. */
  readonly countsVisits?: boolean;
  /** The last step may be the budget's edge. Whoever searches so spends it. */
  readonly spendsBudget?: boolean;
}

interface SearchState {
  readonly node: string;
  readonly steps: Walk;
  readonly cost: number;
}

const LOOKED_AT = 20_000;

/** The walk to a goal with the fewest steps; an error or a deadline counts as several. Bounds are kept, not taken, unless they are the goal. */
export function findWalk(graph: NormalGraph, search: Search, allows: Allows): Walk | undefined {
  const open: SearchState[] = [{ node: search.from, steps: [], cost: 0 }];
  const seen = new Set<string>();
  for (let looked = 0; looked < LOOKED_AT; looked += 1) {
    const state = open.shift();
    if (!state) break;
    const visits = visitsIn([...search.before, ...state.steps]);
    const key = search.countsVisits ? keyOf(graph, state.node, visits) : state.node;
    if (seen.has(key)) continue;
    seen.add(key);
    for (const edge of edgesFrom(graph, state.node, visits, allows)) {
      if (edge.label === "budget" && search.spendsBudget !== true) continue;
      const step = { node: state.node, label: edge.label, target: edge.target };
      const steps = [...state.steps, step];
      if (search.isGoal(step)) return steps;
      const isPassable = !isBound(edge) || (search.countsVisits === true && edge.label === "exhausted");
      if (!isStop(edge.target) && isPassable) insert(open, { node: edge.target, steps, cost: state.cost + (isDetour(edge) ? DETOUR : 1) });
    }
  }
  return undefined;
}

/** Where a node can go now: only along `exhausted` when its visits are spent. */
function edgesFrom(graph: NormalGraph, name: string, visits: ReadonlyMap<string, number>, allows: Allows): Edge[] {
  const node = graph.nodes[name];
  if (!node) return [];
  const isSpent = node.visits !== undefined && (visits.get(name) ?? 0) >= node.visits.max;
  return edgesOf(node).filter((edge) => (edge.label === "exhausted") === isSpent && allows(name, edge));
}

/** How many steps that cannot be forced are gone around. */
const DETOURS = 12;

/** Forces the first walk that can be: a step that cannot be taken is left out of the next search. */
export function onAnyWalk<W, T>(find: (allows: Allows) => W | undefined, force: (walk: W) => T, allows: Allows = () => true): T {
  const closed = new Set<string>();
  let first: unknown;
  for (;;) {
    const walk = find((node, edge) => allows(node, edge) && !closed.has(`${node} ${edge.label}`));
    if (walk === undefined) throw first ?? new CannotForce("no-way");
    try {
      return force(walk);
    } catch (error) {
      if (!(error instanceof CannotForce)) throw error;
      first ??= error;
      if (!error.obstacle || closed.size === DETOURS) throw first;
      closed.add(`${error.obstacle.node} ${error.obstacle.label}`);
    }
  }
}

function visitsIn(walk: Walk): Map<string, number> {
  const visits = new Map<string, number>();
  for (const { node } of walk) visits.set(node, (visits.get(node) ?? 0) + 1);
  return visits;
}

function keyOf(graph: NormalGraph, node: string, visits: ReadonlyMap<string, number>): string {
  const bounded = Object.entries(graph.nodes).filter(([, { visits: bound }]) => bound !== undefined);
  return [node, ...bounded.map(([name]) => visits.get(name) ?? 0)].join(" ");
}

function insert(open: SearchState[], state: SearchState): void {
  const at = open.findIndex(({ cost }) => cost > state.cost);
  open.splice(at < 0 ? open.length : at, 0, state);
}

/** Ways from the start to a stop that enter a node at most `visits` times, one after the other; in a large graph not all. */
export function* simpleWalks(graph: NormalGraph, visits: number, allows: Allows): Generator<Walk> {
  const open: { node: string; steps: Walk }[] = [{ node: graph.start, steps: [] }];
  for (let looked = 0; looked < 10 * LOOKED_AT; looked += 1) {
    const state = open.pop();
    if (!state) return;
    const counts = visitsIn(state.steps);
    if ((counts.get(state.node) ?? 0) >= visits) continue;
    for (const edge of edgesFrom(graph, state.node, counts, allows).reverse()) {
      if (isBound(edge)) continue;
      const steps = [...state.steps, { node: state.node, label: edge.label, target: edge.target }];
      if (isStop(edge.target)) yield steps;
      else open.push({ node: edge.target, steps });
    }
  }
}
