/** For each field of a declaration that bounds, tries, waits or asks: the values that it is changed to. Undefined takes it away. */

import type { Registry } from "../../language/registry/registry.ts";
import { durationMs, durationText } from "../../language/terms/duration.ts";

type Values = readonly unknown[];
type Change = (value: unknown, registry: Registry) => Values;

const count: Change = (value) => (typeof value === "number" ? [value - 1, value + 1] : []);
const ratio: Change = (value) => (typeof value === "number" ? [hundredths(value, -1), hundredths(value, 1)] : []);
const duration: Change = (value) => (typeof value === "string" ? [times(value, 0.5), times(value, 2)] : []);
const role: Change = (value, { roles = [] }) => [roles.find((name) => name !== value) ?? "nobody"];
const gone: Change = () => [undefined];
const both =
  (...changes: readonly Change[]): Change =>
  (value, registry) =>
    changes.flatMap((change) => change(value, registry));

/** A constant or a param: its meaning is seen by its type. */
const constant: Change = (value, registry) => {
  if (typeof value === "number") return Number.isInteger(value) ? count(value, registry) : ratio(value, registry);
  if (typeof value === "boolean") return [!value];
  if (typeof value !== "string") return [];
  return /^\d+(ms|s|m|h|d)$/.test(value) ? duration(value, registry) : [`other ${value}`];
};

const models: Change = (value, registry) =>
  Object.keys(registry.models ?? {})
    .filter((name) => name !== value)
    .slice(0, 1);
const fallback: Change = (value) => {
  const names = value as readonly string[];
  return [...names.map((_, index) => names.toSpliced(index, 1)), ...(names.length > 1 ? [names.toReversed()] : [])];
};
const approvers: Change = (value, registry) => {
  if (value === "requester") return [[registry.roles?.[0] ?? "nobody"]];
  if (!Array.isArray(value)) return ["requester"];
  return ["requester", ...value.map((name, index) => value.with(index, role(name, registry)[0]))];
};

/** By the field's name, at any place. */
export const policyChanges: Readonly<Record<string, Change>> = {
  timeout: both(duration, gone),
  time: both(duration, gone),
  retry: gone,
  maxAttempts: count,
  initialInterval: both(duration, gone),
  repair: both(count, gone),
  fallback,
  model: models,
  below: ratio,
  margin: both(ratio, gone),
  max: count,
  quorum: both(count, gone),
  after: duration,
  every: duration,
  for: duration,
  remind: role,
  assign: role,
  by: approvers,
  not: gone,
  roles: (value, registry) =>
    (value as readonly string[]).map((name, index) => (value as string[]).with(index, role(name, registry)[0] as string)),
  onMessage: (value) => [value === "queue" ? "refuse" : "queue"],
  steps: both(count, gone),
  tokens: both(count, gone),
  usd: both(ratio, gone),
  approval: gone,
  ask: (value) => [value === "oneByOne" ? "together" : "oneByOne"],
};

/** By the name of the map that holds them. */
export const entryChanges: Readonly<Record<string, Change>> = {
  params: constant,
  with: constant,
  count,
  deadlines: gone,
};

const hundredths = (value: number, by: number): number => Math.round((value + by / 100) * 1e6) / 1e6;
const times = (value: string, by: number): string => durationText(Math.round(durationMs(value as never) * by));
