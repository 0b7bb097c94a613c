/** `{ param: "name" }` in a declaration: finding the places and putting the values in. */

import type { IssuePath } from "../issues/issue.ts";
import { isParamRef } from "../kinds/kind/tunable.ts";
import type { Params } from "../terms/data-flow.ts";
import type { GraphData } from "./graph-data.ts";

export interface ParamUse {
  readonly name: string;
  /** Of the `{ param }` object. */
  readonly path: IssuePath;
}

/** Every place that names a param. */
export function paramUses(graph: unknown): ParamUse[] {
  const uses: ParamUse[] = [];
  replaceRefs(graph, (name, path) => {
    uses.push({ name, path });
    return undefined;
  });
  return uses;
}

/** The graph with each `{ param }` replaced by its value; one whose param does not exist stays. */
export function resolveParams(graph: GraphData, overlay: Params = {}): GraphData {
  const params: Params = { ...graph.params, ...overlay };
  if (Object.keys(params).length === 0) return graph;
  return replaceRefs(graph, (name) => (Object.hasOwn(params, name) ? params[name] : undefined)) as GraphData;
}

/** The replacement of a param at a path; `undefined` leaves it. */
type Replacement = (name: string, path: IssuePath) => unknown;

/** Values without a param are returned unchanged. Only a whole constant may be a param: anything deeper is the constant's own data. */
export function replaceRefs(value: unknown, replace: Replacement, path: IssuePath = []): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isParamRef(value)) return replace(value.param, path) ?? value;
  if (isConstant(path)) return value;
  // they have params of their own
  if (path.length === 1 && path[0] === "graphs") return value;
  const isList = Array.isArray(value);
  const changed: [string, unknown][] = [];
  for (const [key, item] of Object.entries(value)) {
    if (typeof item !== "object") continue;
    const put = replaceRefs(item, replace, [...path, isList ? Number(key) : key]);
    if (put !== item) changed.push([key, put]);
  }
  if (changed.length === 0) return value;
  return Object.assign(isList ? [...value] : { ...value }, Object.fromEntries(changed));
}

/** Under `with`, and what a set node gives as `value`. */
const isConstant = (path: IssuePath): boolean =>
  path.length >= 4 && (path.at(-2) === "with" || (path.at(-1) === "value" && path.at(-3) === "values"));
