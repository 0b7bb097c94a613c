/** What a stored definition needs from its registry and today's does not offer. An addition is not missing: only what was removed, or takes less than before. */
import type { z } from "zod";
import type { Mention } from "../kinds/kind/kind.ts";
import { behaviourOf } from "../registry/channels.ts";
import type { Registry } from "../registry/registry.ts";
import { canonicalJson } from "../schema/canonical-json.ts";
import { isRecord } from "../schema/is-record.ts";
import { inputSchemaOf, type JsonSchema, jsonSchemaOf, takenSchemaOf, valueSchemaOf } from "../schema/json-schema.ts";
import { type Narrowing, narrowings, type Target } from "../schema/narrowings.ts";
import type { ChangedPart } from "./change.ts";
import { partOfGroup } from "./compare-fingerprints.ts";
import { type AnyCode, type Fingerprint, formsOf, type Need, needOf } from "./fingerprint.ts";
import type { Misfit } from "./misfit.ts";

/** Graphs are left out: what a graph inside needs is in a definition of its own. */
export function missingNeeds(stored: Fingerprint, registry: Registry): Misfit[] {
  return Object.entries(stored).flatMap(([group, needs]) =>
    Object.entries(needs).flatMap(([name, need]): Misfit[] => {
      const part = partOfGroup[group] ?? "graph";
      const now = isGroup(group) ? needOf(registry, { group, name }) : undefined;
      if (!now) return "definition" in need ? [] : [{ part, name, stored: summaryOf(need), offered: undefined }];
      if (group === "state") return ofChannel(name, { need, now, registry });
      const code = entryOf(registry, group, name);
      return "definition" in need ? [] : ofCode({ part, name }, { need, now, code: isRecord(code) ? (code as AnyCode) : {} });
    }),
  );
}

const isGroup = (group: string): group is Mention["group"] => Object.hasOwn(partOfGroup, group) || group === "graphs";

const entryOf = (registry: Registry, group: string, name: string): unknown => {
  const entries: unknown = Reflect.get(registry, group);
  return isRecord(entries) ? entries[name] : undefined;
};

/** Of a whole entry that is gone: its labels, codes or decisions say more than a schema. */
const summaryOf = ({ behaviour, value, labels, errors, decisions, ...rest }: Need): unknown =>
  labels ?? decisions ?? (errors && "args" in rest ? rest.args : undefined) ?? (behaviour === "replace" ? value : behaviour) ?? "declared";

interface Compared {
  readonly need: Need;
  /** What the same definition would need of today's registry. */
  readonly now: Need;
}

function ofChannel(name: string, { need, now, registry }: Compared & { readonly registry: Registry }): Misfit[] {
  const channel = registry.state[name];
  if (!channel) return [];
  const behaviour = behaviourOf(channel);
  if (need.behaviour !== behaviour) return [{ part: "channel", name, at: "reducer", stored: need.behaviour, offered: behaviour }];
  const target = { input: takenSchemaOf(channel), output: valueSchemaOf(channel) };
  return ofSchema({ part: "channel", name }, need.value, { ...target, isEqual: same(need.value, now.value) });
}

type Owner = Pick<Misfit, "part" | "name"> & { readonly part: ChangedPart };

/** Arguments, constants and forms are given to code: it must take all that the stored schema takes. What code gives is checked with the whole graph. */
function ofCode(owner: Owner, { need, now, code }: Compared & { readonly code: AnyCode }): Misfit[] {
  const given = (at: string, type: z.ZodType | null | undefined): Misfit[] => {
    if (need[at] === undefined || same(need[at], now[at])) return [];
    if (!type || need[at] === null)
      return need[at] === null && !type
        ? []
        : [{ ...owner, at, stored: need[at] ?? "no form", offered: type ? jsonSchemaOf(type) : undefined }];
    return ofSchema({ ...owner, at }, need[at], { ...targetOf(type), isEqual: false });
  };
  return [
    ...given("args", code.args),
    ...("with" in need ? given("with", code.with) : ofAddedConstants(owner, code)),
    ...(["labels", "errors", "decisions"] as const).flatMap((at) => removed(owner, at, [need[at], now[at]])),
    ...Object.entries(formsOf(code)).flatMap(([label, form]) => given(`form:${label}`, form)),
  ];
}

const targetOf = (type: z.ZodType): Target => ({ input: inputSchemaOf(type), output: jsonSchemaOf(type) });
const same = (a: unknown, b: unknown): boolean => canonicalJson(a ?? null) === canonicalJson(b ?? null);
const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value : []);

/** Code that took no constants before: the stored node gives none. */
const ofAddedConstants = (owner: Owner, { with: constants }: AnyCode): Misfit[] =>
  constants ? ofSchema({ ...owner, at: "with" }, { type: "object", properties: {} }, { ...targetOf(constants), isEqual: false }) : [];

function ofSchema(
  { at, ...owner }: Owner & Pick<Misfit, "at">,
  before: Need[string] | undefined,
  { isEqual, ...target }: Target & { readonly isEqual: boolean },
): Misfit[] {
  if (isEqual || !isRecord(before)) return [];
  return narrowings(before as JsonSchema, target).map((narrowing) => misfitOf(owner, at, narrowing));
}

function misfitOf(owner: Owner, at: string | undefined, { at: inside, before, after, isUnsure }: Narrowing): Misfit {
  const place = [at, inside].filter(Boolean).join(".");
  return { ...owner, ...(place && { at: place }), stored: before, offered: after, ...(isUnsure && { isUnsure }) };
}

/** Of a closed set: labels, error codes, decisions. */
function removed(owner: Owner, at: string, [stored, offered]: readonly [unknown, unknown]): Misfit[] {
  const missing = listOf(stored).filter((name) => !listOf(offered).includes(name));
  return missing.length === 0 ? [] : [{ ...owner, at, stored, offered: offered ?? [] }];
}
