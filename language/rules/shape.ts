/** The declaration's shape: missing, unknown and ill-typed fields, before any name is looked up. */
import type { z } from "zod";
import { graphShape, headKeys } from "../graph-data.ts";
import type { Issue, IssuePath } from "../issue.ts";
import { kinds } from "../kinds/all.ts";
import { issueAt, nearestAdvice, renameAdvice } from "./place.ts";

type Complaint = z.core.$ZodIssue;

export function checkShape(data: unknown): Issue[] {
  const { error } = graphShape.safeParse(data);
  return (error?.issues ?? []).flatMap((complaint) => toIssues(complaint, data, []));
}

function toIssues(complaint: Complaint, data: unknown, base: IssuePath): Issue[] {
  const path = [...base, ...complaint.path.map((step) => (typeof step === "number" ? step : String(step)))];
  const value = valueAt(data, path);
  switch (complaint.code) {
    case "unrecognized_keys":
      return complaint.keys.map((key) => unknownField(key, path, value));
    case "invalid_union":
      return fromUnion(complaint, data, path);
    case "invalid_key":
    case "invalid_element":
      return complaint.issues.flatMap((inner) => toIssues(inner, data, path));
    default:
      return [value === undefined ? missing(complaint, path) : issueAt("WRONG_VALUE", path, wording(complaint, value))];
  }
}

/** A union's complaint is the one of the branch that the value was probably meant for. */
function fromUnion(complaint: Extract<Complaint, { code: "invalid_union" }>, data: unknown, path: IssuePath): Issue[] {
  const value = valueAt(data, path);
  if ("discriminator" in complaint && complaint.discriminator === "kind") return [unknownKind(value, path)];
  if (value === undefined) return [issueAt("MISSING_FIELD", path, `"${path.at(-1)}" is missing.`)];
  const branches = complaint.errors.map((issues) => issues.flatMap((inner) => toIssues(inner, data, path)));
  const meant = branches.filter((issues) => issues.every((issue) => issue.path.length > path.length || issue.code !== "WRONG_VALUE"));
  const [best] = (meant.length > 0 ? meant : []).sort((a, b) => a.length - b.length);
  if (best) return best;
  const wanted = complaint.errors.flatMap((issues) => issues.map((inner) => inner.message.replace(/^Invalid input: expected /, "")));
  return [issueAt("WRONG_VALUE", path, `${show(value)} does not fit: ${[...new Set(wanted)].join("; or ")}`)];
}

function unknownKind(value: unknown, path: IssuePath): Issue {
  const names = Object.keys(kinds);
  if (value === undefined) return issueAt("MISSING_FIELD", path, `"kind" is missing.`, { hint: `Known: ${names.join(", ")}.` });
  return issueAt("UNKNOWN_KIND", path, `there is no kind of node ${show(value)}.`, nearestAdvice(String(value), names, path));
}

function unknownField(key: string, path: IssuePath, owner: unknown): Issue {
  const fields = fieldsAt(path, owner);
  return issueAt("UNKNOWN_FIELD", [...path, key], `there is no field "${key}" here.`, renameAdvice(key, fields, [...path, key]));
}

/** The fields that the language has at a place: known for the graph and for nodes, the two places where they are mistyped. */
function fieldsAt(path: IssuePath, owner: unknown): string[] {
  if (path.length === 0) return [...headKeys, "nodes"];
  const kind = typeof owner === "object" && owner !== null && "kind" in owner ? String(owner.kind) : "";
  const shape = Object.hasOwn(kinds, kind) ? kinds[kind as keyof typeof kinds].shape : undefined;
  const fields = shape && "shape" in shape ? Object.keys(shape.shape as object) : [];
  return fields.filter((field) => !Object.hasOwn(owner as object, field));
}

function missing(complaint: Complaint, path: IssuePath): Issue {
  const wanted = "expected" in complaint ? ` It is a ${complaint.expected}.` : "";
  return issueAt("MISSING_FIELD", path, `"${path.at(-1)}" is missing.${wanted}`);
}

function wording(complaint: Complaint, value: unknown): string {
  if (complaint.code === "custom") return complaint.message;
  return `${show(value)} does not fit: ${complaint.message.replace(/^Invalid input: /, "")}.`;
}

const longestShown = 60;
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}

export function valueAt(data: unknown, path: IssuePath): unknown {
  let at = data;
  for (const step of path)
    at = typeof at === "object" && at !== null && Object.hasOwn(at, step) ? (at as Record<string | number, unknown>)[step] : undefined;
  return at;
}
