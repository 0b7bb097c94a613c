/** Forces a node of any kind to answer one of its labels, and a graph to take a walk. */
import { edgesOf } from "../../language/graph/edges-of.ts";
import type { NormalGraph, NormalNode, NormalPlain } from "../../language/graph/normal-graph.ts";
import { bodyEdges } from "../../language/kinds/body/body.ts";
import { DEFAULT_CODE, errorCodeOf, JOIN } from "../../language/terms/labels.ts";
import { divided } from "../forcing/divided.ts";
import { allOf, type Forced, nothing, type Site, scripted } from "../forcing/forced.ts";
import { CannotForce, firstPossible, type Obstacle } from "../forcing/not-forced.ts";
import { agreed, type Wanted } from "../forcing/wanted.ts";
import { kitOf } from "../kinds/all.ts";
import type { BodyWay, Forcing, Inside } from "../kinds/kind-kit.ts";
import { stepsAllowed } from "./steps-allowed.ts";
import { findWalk, onAnyWalk, type Walk, type WalkStep } from "./walk.ts";

interface ToForce {
  readonly label: string;
  /** The way of one branch or item that leads to the join. */
  readonly way?: BodyWay | undefined;
  /** What the channels that the node writes must hold. */
  readonly wants?: readonly Wanted[];
}

export function force(site: Site, node: NormalNode, { label, way, wants = [] }: ToForce): Forced {
  if (label === "exhausted" || label === "budget") return nothing;
  const code = errorCodeOf(label);
  if (code !== undefined) {
    const fails = kitOf(node).fail({ site, node, code: code === DEFAULT_CODE ? unnamedFailure(node) : code, forcing });
    return kitOf(node).isScripted(node, site.registry) ? fails : { ...fails, inside: Number.NaN };
  }
  return kitOf(node).answer({ site, node, label, way, wants, forcing });
}

export interface ForcedWalk {
  readonly steps: readonly Forced[];
  /** What the graph's input must hold. */
  readonly needs: readonly Wanted[];
}

interface WalkOptions {
  /** What channels must hold after it. */
  readonly wants?: readonly Wanted[];
  /** At the step of a parallel or each node: the way of one branch or item. */
  readonly wayAt?: (step: WalkStep) => BodyWay | undefined;
}

/** From its last step to its first, because what a step needs must be written before it. */
export function forceWalk(
  { graph, registry, within }: Inside,
  walk: Walk,
  { wants = [], wayAt = () => undefined }: WalkOptions,
): ForcedWalk {
  let open = wants;
  const steps = walk.toReversed().map((step) => {
    const { node: name, label } = step;
    try {
      const node = graph.nodes[name];
      if (!node) throw new CannotForce("no-way");
      const edge = edgesOf(node).find((one) => one.label === label);
      const { here, before } = divided(registry, edge, open);
      const one = force({ registry, within, name }, node, { label, way: wayAt(step), wants: here });
      open = agreed([...one.needs.map((need) => ({ ...need, by: step })), ...before]);
      return one;
    } catch (error) {
      if (error instanceof CannotForce) throw new CannotForce(error.reason, isOn(walk, error.obstacle) ? error.obstacle : step);
      throw error;
    }
  });
  return { steps: steps.reverse(), needs: open };
}

/** A step that wants what another cannot write. What a graph inside could not do is the step's own. */
const isOn = (walk: Walk, obstacle: Obstacle | undefined): boolean =>
  walk.some(({ node, label }) => node === obstacle?.node && label === obstacle.label);

const forcing: Forcing = {
  answer: force,
  failure,
  joining,
  held,
  toEnding: (inside, ending, wants) => through(inside, ({ target }) => target === ending, wants),
  toFailure,
};

/** Where its default takes every failure, none leaves it. */
function failure(site: Site, node: NormalNode): Forced {
  if (node.onError?.[DEFAULT_CODE] !== undefined) throw new CannotForce("cannot-fail");
  return kitOf(node).fail({ site, node, code: unnamedFailure(node), forcing });
}

/** A person among the siblings is asked, then the question is superseded. */
function held(site: Site, body: NormalPlain): Forced {
  if (kitOf(body).isScripted(body, site.registry)) return scripted(site, { holds: true });
  return { ...force(site, body, { label: joining(body) }), answers: [] };
}

function joining(body: NormalPlain): string {
  const edge = bodyEdges(body).find(({ target }) => target === JOIN);
  if (!edge) throw new CannotForce("no-way");
  return edge.label;
}

/** Of any node inside. */
function toFailure(inside: Inside): Forced {
  const ways = Object.entries(inside.graph.nodes).map(([name, node]) => () => {
    const fails = failure({ ...inside, name }, node);
    if (inside.graph.start === name) return fails;
    const before = through(inside, ({ target }) => target === name, fails.needs);
    return { ...allOf([before, fails]), needs: before.needs };
  });
  return firstPossible(ways);
}

function through(inside: Inside, isGoal: (step: WalkStep) => boolean, wants: readonly Wanted[]): Forced {
  const { graph, within } = inside;
  const spent = withSpentBounds(graph);
  const search = { from: graph.start, before: [], isGoal };
  return onAnyWalk(
    (allows) =>
      findWalk(graph, search, allows) ??
      findWalk(spent, { ...search, countsVisits: true }, allows) ??
      findWalk(graph, { ...search, spendsBudget: true }, allows),
    (walk) => {
      const { steps, needs } = forceWalk(inside, walk, { wants });
      const bounds = walk.flatMap(({ node, label }) => (label === "exhausted" ? [[`${within}${node}`, ONCE] as const] : []));
      const all = allOf(steps);
      const allowed = stepsAllowed(graph, walk, steps).map((most) => [`${within}*`, most] as const);
      return { ...all, bounds: [...all.bounds, ...bounds, ...allowed], needs, inside: all.inside + walk.length };
    },
  );
}

const ONCE = 1;

/** Each node may be entered once. The graph's own tests take its bounds as they are declared. */
const withSpentBounds = (graph: NormalGraph): NormalGraph => ({
  ...graph,
  nodes: Object.fromEntries(
    Object.entries(graph.nodes).map(([name, node]) => [name, node.visits ? { ...node, visits: { ...node.visits, max: ONCE } } : node]),
  ),
});

/** A failure that no edge of its own takes, so that the default does. */
const unnamedFailure = (node: NormalNode): string =>
  kitOf(node).unnamedFailure?.(node) ?? (node.onError?.timeout === undefined ? "timeout" : "unexpected");
