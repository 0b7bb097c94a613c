/** The declaration's shape: missing, unknown and ill-typed fields, before any name is looked up. */
import type { z } from "zod";
import { graphShape, localShape } from "../graph/graph-data.ts";
import type { Issue, IssuePath } from "../issues/issue.ts";
import { isNodeKind, kinds } from "../kinds/all.ts";
import { plainKinds } from "../kinds/body/plain.ts";
import { issueAt, nearestAdvice, renameAdvice } from "../rules/rule-context.ts";
import { sentence, show, wanted, wording } from "../rules/wording.ts";

type Complaint = z.core.$ZodIssue;

export function checkShape(data: unknown): Issue[] {
  const { error } = graphShape.safeParse(data, { error: wording });
  return (error?.issues ?? []).flatMap((complaint) => toIssues(complaint, data, []));
}

function toIssues(complaint: Complaint, data: unknown, base: IssuePath): Issue[] {
  const path = [...base, ...complaint.path.map((step) => (typeof step === "number" ? step : String(step)))];
  const value = valueAt(data, path);
  if (complaint.code === "unrecognized_keys") return complaint.keys.map((key) => unknownField(key, path, data));
  if (complaint.code === "invalid_union") return fromUnion(complaint, data, path);
  if (complaint.code === "invalid_key" || complaint.code === "invalid_element")
    return complaint.issues.flatMap((inner) => toIssues(inner, data, path));
  return [value === undefined ? missing(path, data) : wrongValue(path, data, sentence(complaint.message))];
}

type UnionComplaint = Extract<Complaint, { code: "invalid_union" }>;

/** A union's complaint is that of the branch which the value was meant for: the one that accepts at least its outermost part. */
function fromUnion(complaint: UnionComplaint, data: unknown, path: IssuePath): Issue[] {
  const value = valueAt(data, path);
  if ("discriminator" in complaint && complaint.discriminator === "kind") return [unknownKind(value, path)];
  if (value === undefined) return [missing(path, data)];
  const meant = complaint.errors.filter((issues) => !issues.some((inner) => inner.code === "invalid_type" && inner.path.length === 0));
  const found = meant.map((issues) => issues.flatMap((inner) => toIssues(inner, data, path)));
  const [nearest] = found.sort((a, b) => unknownOf(a).length - unknownOf(b).length || a.length - b.length);
  if (!nearest) return [wrongValue(path, data, wantedByAny(complaint, value))];
  return unknownOf(nearest).length > 0 ? ofNoBranch(nearest, found, path) : nearest;
}

const unknownOf = (issues: readonly Issue[]): readonly Issue[] => issues.filter(({ code }) => code === "UNKNOWN_FIELD");

/** A field that no branch has is a mistyped one of those that the branches lack: one mistake, not two. */
function ofNoBranch(nearest: readonly Issue[], branches: readonly (readonly Issue[])[], path: IssuePath): Issue[] {
  const isMissing = ({ code, path: at }: Issue) => code === "MISSING_FIELD" && at.length === path.length + 1;
  const missing = [...new Set(branches.flatMap((issues) => issues.filter(isMissing).map(({ path: at }) => String(at.at(-1)))))];
  const unknown = unknownOf(nearest).map((issue) => ({ ...issue, ...renameAdvice(String(issue.path.at(-1)), missing, issue.path) }));
  return missing.length === 0
    ? [...nearest]
    : [...unknown, ...nearest.filter((issue) => !isMissing(issue) && issue.code !== "UNKNOWN_FIELD")];
}

/** The `{ param }` alternative is not suggested for a plain value. */
function wantedByAny({ errors }: UnionComplaint, value: unknown): string {
  const plain = errors.flat().filter((inner) => inner.code !== "invalid_type" || inner.expected !== "object");
  const choices = plain.length > 0 ? plain : errors.flat();
  const types = choices.flatMap((inner) => (inner.code === "invalid_type" ? [wanted(inner.expected)] : []));
  if (types.length === choices.length && types.length > 1)
    return `${show(value)} does not fit: ${[...new Set(types)].join(" or ")} is wanted.`;
  return sentence(choices[0]?.message ?? `${show(value)} does not fit`);
}

function wrongValue(path: IssuePath, data: unknown, message: string): Issue {
  return issueAt("WRONG_VALUE", path, message, meaningOf(path, data));
}

function missing(path: IssuePath, data: unknown): Issue {
  return issueAt("MISSING_FIELD", path, `"${path.at(-1)}" is missing.`, meaningOf(path, data));
}

function meaningOf(path: IssuePath, data: unknown): { hint?: string } {
  const meaning = fieldAt(path, data)?.description;
  return meaning === undefined ? {} : { hint: `\`${path.at(-1)}\`: ${meaning}` };
}

function unknownKind(value: unknown, path: IssuePath): Issue {
  const names = Object.keys(withoutHead(path).length > 3 ? plainKinds : kinds);
  if (value === undefined) return issueAt("MISSING_FIELD", path, `"kind" is missing.`, { hint: `Known: ${names.join(", ")}.` });
  if (typeof value === "string" && Object.hasOwn(kinds, value)) {
    return issueAt("UNKNOWN_KIND", path, `a node of kind "${value}" cannot stand inside each or parallel.`, {
      hint: "Make a longer body a subgraph.",
    });
  }
  return issueAt(
    "UNKNOWN_KIND",
    path,
    `there is no kind of node ${show(value)}.`,
    nearestAdvice(typeof value === "string" ? value : "", names, path),
  );
}

function unknownField(key: string, path: IssuePath, data: unknown): Issue {
  const fields = fieldsAt(path, data);
  const advice = fields
    ? renameAdvice(key, fields, [...path, key])
    : { hint: "Delete it.", repair: { op: "remove", path: [...path, key] } as const };
  return issueAt("UNKNOWN_FIELD", [...path, key], `there is no field "${key}" here${ofOtherKinds(key, path, data)}.`, advice);
}

/** In a node: which kinds have the field. */
function ofOtherKinds(key: string, path: IssuePath, data: unknown): string {
  if (!shapeAt(path, data) || path.length === 0) return "";
  const having = Object.entries(kinds).flatMap(([kind, { shape }]) => (Object.hasOwn(shape.shape, key) ? [kind] : []));
  const isOwn = having.some((kind) => kind === valueAt(data, [...path, "kind"]));
  return isOwn || having.length === 0 ? "" : `; nodes of kind ${having.join(", ")} have one`;
}

type ShapeFields = Readonly<Record<string, z.ZodType>>;

/** The language's fields where they are mistyped most: of the graph, of a node, and of a node inside each or parallel. */
function shapeAt(path: IssuePath, data: unknown): ShapeFields | undefined {
  if (path.length === 0) return graphShape.shape;
  const inGraph = withoutHead(path);
  if (inGraph.length === 0) return localShape.shape;
  const kind = inGraph[0] === "nodes" ? valueAt(data, [...path, "kind"]) : undefined;
  const shape = typeof kind === "string" && isNodeKind(kind) ? kinds[kind].shape : undefined;
  return shape && inGraph.length > 2 ? shape.omit({ visits: true }).shape : shape?.shape;
}

/** A path as it is in its own graph. */
const withoutHead = (path: IssuePath): IssuePath => (path[0] === "graphs" && path.length > 1 ? path.slice(2) : path);

function fieldAt(path: IssuePath, data: unknown): z.ZodType | undefined {
  const fields = shapeAt(path.slice(0, -1), data);
  const name = String(path.at(-1));
  return fields && Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** Fields that could still be written there. */
function fieldsAt(path: IssuePath, data: unknown): string[] | undefined {
  const fields = shapeAt(path, data);
  return fields && Object.keys(fields).filter((field) => valueAt(data, [...path, field]) === undefined);
}

export function valueAt(data: unknown, path: IssuePath): unknown {
  let at = data;
  for (const step of path)
    at = typeof at === "object" && at !== null && Object.hasOwn(at, step) ? (at as Record<string | number, unknown>)[step] : undefined;
  return at;
}
