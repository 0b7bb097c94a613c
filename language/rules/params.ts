/** Params: each mention exists and its value fits there; an overlay names only params that exist. */
import type { Params } from "../data-flow.ts";
import { type GraphData, graphShape } from "../graph-data.ts";
import type { Issue, IssuePath } from "../issue.ts";
import { type ParamUse, paramUses, resolveParams } from "../params.ts";
import { issueAt, nearestAdvice, renameAdvice } from "./place.ts";

export function checkParams(graph: GraphData, overlay: Params): Issue[] {
  const known = Object.keys(graph.params ?? {});
  const uses = paramUses(graph);
  return [
    ...Object.keys(overlay).flatMap((name) =>
      known.includes(name)
        ? []
        : [
            issueAt(
              "UNKNOWN_PARAM",
              ["params", name],
              `the graph has no param "${name}" to tune.`,
              renameAdvice(name, known, ["params", name]),
            ),
          ],
    ),
    ...uses.flatMap(({ name, path }) => {
      const at = [...path, "param"];
      return known.includes(name) ? [] : [issueAt("UNKNOWN_PARAM", at, `there is no param "${name}".`, nearestAdvice(name, known, at))];
    }),
    ...checkValues(graph, overlay, uses),
  ];
}

/** With the values put in, the shape must still hold. Constants are checked by the code's own schema. */
function checkValues(graph: GraphData, overlay: Params, uses: readonly ParamUse[]): Issue[] {
  const params: Params = { ...graph.params, ...overlay };
  const complaints = graphShape.safeParse(resolveParams(graph, overlay)).error?.issues ?? [];
  return uses
    .filter(({ path, name }) => Object.hasOwn(params, name) && complaints.some((complaint) => starts(complaint.path, path)))
    .map(({ path, name }) =>
      issueAt("PARAM_TYPE", [...path, "param"], `param "${name}" holds ${JSON.stringify(params[name])}, which does not fit here.`, {
        hint: "Its value must be what could stand here itself.",
      }),
    );
}

const starts = (path: readonly PropertyKey[], prefix: IssuePath) => prefix.every((step, index) => String(path[index]) === String(step));

/** The param that stands at a path, as written. */
export function paramFinder(graph: GraphData): (path: IssuePath) => string | undefined {
  const names = new Map(paramUses(graph).map(({ name, path }) => [path.join("\0"), name]));
  return (path) => names.get(path.join("\0"));
}
