/** What the sources of a set node's operation must give, so that its channel holds what is wanted. */
import type { OperationData } from "../../language/kinds/set/set-node.ts";
import { textSources } from "../../language/registry/prompt.ts";
import type { Registry } from "../../language/registry/registry.ts";
import { canonicalJson } from "../../language/schema/canonical-json.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import { itemsOf, sourceSchema } from "../../language/schema/json-schema.ts";
import { CannotForce } from "./not-forced.ts";
import { sampleAt } from "./sample.ts";
import { ANYTHING, NOTHING, placeOf, type Wanted } from "./wanted.ts";

export function neededFor(registry: Registry, operation: OperationData, want: Wanted): Wanted[] {
  if ("from" in operation) return [moved(want, [...placeOf(operation.from), ...insideOf(want)])];
  if ("first" in operation) return [moved(want, [...placeOf(operation.first), 0, ...insideOf(want)])];
  if ("rest" in operation) return [ofRest(registry, operation.rest, want)];
  if ("list" in operation) return ofList(registry, operation.list, want);
  if ("object" in operation) return ofObject(operation.object, want);
  if ("text" in operation) return ofText(operation.text, want);
  return "clear" in operation ? holdsNothing(want) : holds(operation.value, want);
}

const insideOf = ({ at: [, ...inside] }: Wanted) => inside;
const moved = (want: Wanted, at: Wanted["at"]): Wanted => ({ ...want, at });
const cannot = (): never => {
  throw new CannotForce("value-not-written");
};

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
const holdsNothing = ({ value }: Wanted): Wanted[] => (value === NOTHING || value === null || isEmpty(value) ? [] : cannot());

function holds(constant: unknown, want: Wanted): Wanted[] {
  const held = insideOf(want).reduce<unknown>(
    (at, step) => (Array.isArray(at) || isRecord(at) ? Reflect.get(at, step) : undefined),
    constant,
  );
  if (want.value === NOTHING) return held === undefined ? [] : cannot();
  if (want.value === ANYTHING) return held === undefined || isEmpty(held) ? cannot() : [];
  return held !== undefined && canonicalJson(held) === canonicalJson(want.value) ? [] : cannot();
}

function ofText(text: string, want: Wanted): Wanted[] {
  if (want.value === ANYTHING) return [];
  const [only, ...others] = textSources(text);
  if (only === undefined) return holds(text, want);
  return others.length === 0 && text === `{${only}}` ? [moved(want, placeOf(only))] : cannot();
}

function ofObject(sources: Readonly<Record<string, string>>, want: Wanted): Wanted[] {
  const [field, ...deeper] = insideOf(want);
  if (field === undefined) return want.value === ANYTHING ? [] : ofFields(sources, want);
  const source = sources[field];
  if (source !== undefined) return [moved(want, [...placeOf(source), ...deeper])];
  return want.value === NOTHING ? [] : cannot();
}

const ofFields = (sources: Readonly<Record<string, string>>, want: Wanted): Wanted[] =>
  isRecord(want.value)
    ? Object.entries(want.value).flatMap(([field, value]) => ofObject(sources, { ...want, at: [want.at[0], field], value }))
    : cannot();

/** Single values are items too: they count towards a length, and keep a list from being empty. */
function ofList(registry: Registry, sources: readonly string[], want: Wanted): Wanted[] {
  const lists = sources.filter((source) => itemsOf(sourceSchema(registry, source)?.schema ?? {}) !== undefined);
  const singles = sources.length - lists.length;
  const [first, ...others] = lists;
  if (want.value === ANYTHING && singles > 0) return [];
  if (first === undefined) return Array.isArray(want.value) && want.value.length === singles ? [] : cannot();
  if (want.value === ANYTHING) return [{ ...want, at: placeOf(first), orElse: sampleAt(registry, first) }];
  if (!Array.isArray(want.value) || insideOf(want).length > 0 || want.value.length < singles) return cannot();
  const left = want.value.slice(singles);
  return [moved({ ...want, value: left }, placeOf(first)), ...others.map((source) => moved({ ...want, value: [] }, placeOf(source)))];
}

/** One item more. */
function ofRest(registry: Registry, source: string, want: Wanted): Wanted {
  const [index, ...deeper] = insideOf(want);
  const place = placeOf(source);
  if (typeof index === "number") return moved(want, [...place, index + 1, ...deeper]);
  const sample = sampleAt(registry, source);
  const [item] = Array.isArray(sample) ? sample : [];
  const { value } = want;
  if (value === ANYTHING) return { ...want, at: place, value: [item, item] };
  return Array.isArray(value) ? { ...want, at: place, value: [value[0] ?? item, ...value] } : cannot();
}
