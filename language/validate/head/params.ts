/** Params: each mention exists and its value fits there; an overlay names only params that exist. */
import type { z } from "zod";
import { type GraphData, graphShape } from "../../graph/graph-data.ts";
import { type ParamUse, paramUses, replaceRefs } from "../../graph/params.ts";
import type { Issue, IssuePath } from "../../issues/issue.ts";
import { issueAt, nearestAdvice, type ParamSource, renameAdvice } from "../../rules/rule-context.ts";
import { show } from "../../rules/wording.ts";
import type { Params } from "../../terms/data-flow.ts";
import { valueAt } from "../shape.ts";

export interface CheckedParams {
  readonly issues: readonly Issue[];
  /** The graph with values in place of params. A wrong one is replaced by a value that fits, so that the other rules can look at the rest. */
  readonly resolved: GraphData;
  /** Mentions of params that do not exist, or do not fit there. */
  readonly wrong: readonly ParamUse[];
  /** The param that stood at a path of the graph as written. */
  paramAt(path: IssuePath): ParamSource | undefined;
}

export function checkParams(graph: GraphData, overlay: Params): CheckedParams {
  const params: Params = { ...graph.params, ...overlay };
  const known = Object.keys(graph.params ?? {});
  const uses = paramUses(graph);
  const unknown = uses.filter(({ name }) => !known.includes(name));
  const misfits = misfitsOf(graph, params, uses);
  const source = ({ name, path }: ParamUse): ParamSource => ({
    name,
    path: Object.hasOwn(overlay, name) ? overlayPath(name) : [...path, "param"],
  });
  const sources = new Map(uses.map((use) => [keyOf(use.path), source(use)]));
  return {
    issues: [
      ...unknownInOverlay(overlay, known),
      ...unknown.map((use) => unknownParam(use, known)),
      ...misfits.map((use) => wrongValue(source(use), params[use.name])),
    ],
    wrong: [...unknown, ...misfits],
    resolved: uses.length === 0 ? graph : withPlaceholders(graph, params, [...unknown, ...misfits]),
    paramAt: (path) => sources.get(keyOf(path)),
  };
}

/** With a value that fits in place of each wrong mention, also in the head's graphs: they are written out in full before they are checked. */
export function withSoundParams(graph: GraphData): GraphData {
  const graphs = Object.entries(graph.graphs ?? {}).map(([name, local]) => {
    const { nodes } = withSoundParams({ ...local, id: graph.id, version: graph.version });
    return [name, { ...local, nodes }] as const;
  });
  const { resolved, wrong } = checkParams(graph, {});
  const places = new Set(wrong.map(({ path }) => keyOf(path)));
  const put = replaceRefs(graph, (_, path) => (places.has(keyOf(path)) ? valueAt(resolved, path) : undefined)) as GraphData;
  return graph.graphs ? { ...put, graphs: Object.fromEntries(graphs) } : put;
}

/** For a graph whose mentions all exist: a mistyped one leaves its param unused, which is one mistake and not two. */
export function unusedParams(graph: GraphData): Issue[] {
  if (!graph.params) return [];
  const used = new Set(paramUses(graph).map(({ name }) => name));
  return Object.keys(graph.params)
    .filter((name) => !used.has(name))
    .map((name) => {
      const message = `the param "${name}" is not used, so changing it has no effect.`;
      return issueAt("UNUSED_PARAM", ["params", name], message, {
        hint: "Use it or delete it.",
        repair: { op: "remove", path: ["params", name] },
      });
    });
}

const keyOf = (path: readonly PropertyKey[]) => path.map(String).join("\0");

const overlayPath = (name: string): IssuePath => ["overlay", "params", name];

function unknownInOverlay(overlay: Params, known: readonly string[]): Issue[] {
  return Object.keys(overlay)
    .filter((name) => !known.includes(name))
    .map((name) =>
      issueAt(
        "UNKNOWN_PARAM",
        overlayPath(name),
        `the graph has no param "${name}" to override.`,
        renameAdvice(name, known, overlayPath(name)),
      ),
    );
}

function unknownParam({ name, path }: ParamUse, known: readonly string[]): Issue {
  const at = [...path, "param"];
  return issueAt("UNKNOWN_PARAM", at, `there is no param "${name}".`, nearestAdvice(name, known, at));
}

function wrongValue({ name, path }: ParamSource, value: unknown): Issue {
  const message = `param "${name}" holds ${show(value)}, which does not fit where it is used.`;
  return issueAt("PARAM_TYPE", path, message, { hint: "Give it a value that could stand there itself." });
}

/** With the values put in, the shape must still hold. Constants are left to the code's own schema. */
function misfitsOf(graph: GraphData, params: Params, uses: readonly ParamUse[]): ParamUse[] {
  if (uses.length === 0) return [];
  const complaints = complaintsAt(replaceRefs(graph, (name) => heldBy(params, name)));
  return uses.filter(({ path, name }) => Object.hasOwn(params, name) && complaints.has(keyOf(path)));
}

const heldBy = (params: Params, name: string) => (Object.hasOwn(params, name) ? params[name] : undefined);

function complaintsAt(graph: unknown): ReadonlySet<string> {
  return new Set((graphShape.safeParse(graph).error?.issues ?? []).flatMap((complaint) => placesIn(complaint, [])));
}

/** A union complains as a whole; the place is inside its branches. */
function placesIn(complaint: z.core.$ZodIssue, base: readonly PropertyKey[]): string[] {
  const path = [...base, ...complaint.path];
  const inner = complaint.code === "invalid_union" ? complaint.errors.flat().flatMap((each) => placesIn(each, path)) : [];
  return [keyOf(path), ...inner];
}

/** One of these fits wherever a param may stand. */
const placeholders = ["1s", 1] as const;

function withPlaceholders(graph: GraphData, params: Params, wrong: readonly ParamUse[]): GraphData {
  const places = new Set(wrong.filter(({ path }) => path.at(-2) !== "with").map(({ path }) => keyOf(path)));
  const put = (chosen: ReadonlyMap<string, unknown>) =>
    replaceRefs(graph, (name, path) =>
      places.has(keyOf(path)) ? (chosen.get(keyOf(path)) ?? placeholders[0]) : heldBy(params, name),
    ) as GraphData;
  if (places.size === 0) return put(new Map());
  const refused = complaintsAt(put(new Map()));
  return put(new Map([...places].map((place) => [place, refused.has(place) ? placeholders[1] : placeholders[0]])));
}
