/** How a router on data finds its label: worked out from the schema of what `on` names, so that nothing is guessed from a value. */
import type { RegistryEntries } from "../../registry/entries.ts";
import { isSchema, type JsonSchema, resolve, sourceSchema, withoutNull } from "../../schema/json-schema.ts";

/** The text itself, yes or no, some or empty, a comparison with `above`, or whether there is a value. */
export type SwitchedBy = "value" | "truth" | "items" | "above" | "presence";

export interface SwitchLabels {
  readonly by: SwitchedBy;
  readonly labels: readonly string[];
  /** There may be nothing, by its type: then `absent` is a label too. */
  readonly isOptional: boolean;
  /** It may be routed: nothing may have been written. */
  readonly mayBeAbsent: boolean;
}

export interface SwitchOn {
  readonly on: string;
  readonly above?: unknown;
}

/** Undefined when there is no such channel or field, or nothing in it that can be above something. */
export function switchLabels(registry: RegistryEntries, { on, above }: SwitchOn): SwitchLabels | undefined {
  const source = sourceSchema(registry, on);
  if (!source) return undefined;
  const isOptional = !source.required || isNullable(source.schema);
  const type = typeOf(source.schema, source.schema);
  const facts = { isOptional, mayBeAbsent: true };
  const always = { isOptional: false, mayBeAbsent: false };
  if (above !== undefined) {
    if (type === "list") return { by: "above", labels: ["above", "within"], ...always };
    return type === "number" ? { by: "above", labels: ["above", "within"], ...facts } : undefined;
  }
  if (type === "list") return { by: "items", labels: ["some", "empty"], ...always };
  if (type === "boolean") return { by: "truth", labels: ["yes", "no"], ...facts };
  if (typeof type === "object") return { by: "value", labels: type, ...facts };
  return { by: "presence", labels: ["present", "absent"], ...always };
}

/** The label that stands for nothing there; undefined where there must be a value. */
export function labelOfNothing(
  registry: RegistryEntries,
  { on, above, routes }: SwitchOn & { readonly routes: Readonly<Record<string, string>> },
): string | undefined {
  const found = switchLabels(registry, { on, above });
  if (found?.by === "items") return "empty";
  if (found?.by === "presence") return "absent";
  if (found?.by === "above" && !found.mayBeAbsent) return sourceSchema(registry, on)?.required === false ? "within" : undefined;
  return found?.mayBeAbsent && Object.hasOwn(routes, "absent") && !found.labels.includes("absent") ? "absent" : undefined;
}

type TypeOf = readonly string[] | "list" | "boolean" | "number" | "other";

function typeOf(schema: JsonSchema, root: JsonSchema): TypeOf {
  const plain = withoutNull(schema, root);
  const texts = textsOf(plain, root);
  if (texts) return texts;
  if (plain.type === "array") return "list";
  if (plain.type === "boolean") return "boolean";
  return plain.type === "number" || plain.type === "integer" ? "number" : "other";
}

const isNullable = (schema: JsonSchema): boolean => {
  const { anyOf, type } = resolve(schema, schema);
  return (Array.isArray(type) && type.includes("null")) || (Array.isArray(anyOf) && anyOf.some((each) => isNull(each, schema)));
};

const isNull = (schema: unknown, root: JsonSchema): boolean => isSchema(schema) && resolve(schema, root).type === "null";

/** The closed set of texts of a value, null left out; undefined when it is open. */
function textsOf(schema: JsonSchema, root: JsonSchema): string[] | undefined {
  const plain = resolve(schema, root);
  if (typeof plain.const === "string") return [plain.const];
  if (Array.isArray(plain.enum)) return plain.enum.every((value) => typeof value === "string") ? plain.enum : undefined;
  if (!Array.isArray(plain.anyOf)) return undefined;
  const all = plain.anyOf.filter((each) => !isNull(each, root)).map((each) => (isSchema(each) ? textsOf(each, root) : undefined));
  return all.length > 0 && all.every((texts) => texts !== undefined) ? all.flat() : undefined;
}
