/** docs/language.md with its tables generated from the schema. */
import { readFileSync } from "node:fs";
import type { JsonSchema } from "../../../inspect/index.ts";
import { graphSchema } from "../../../language/graph/graph-schema.ts";
import { isSchema } from "../../../language/schema/json-schema.ts";
import { DEFAULT_CODE, LABEL_PREFIXES } from "../../../language/terms/labels.ts";
import { RESERVED_LABELS } from "../../../language/terms/reserved.ts";

const page = readFileSync(new URL("../../../docs/language.md", import.meta.url), "utf8");
const schema = graphSchema();
const { graphs } = schema.properties as Record<string, JsonSchema>;
const localGraph = graphs?.additionalProperties as JsonSchema;
const defs = schema.$defs as Record<string, JsonSchema>;

export function regenerated(): string {
  return page.replaceAll(
    /(<!-- generated: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, begin: string, name: string, end: string) => `${begin}${partOf(name)}\n${end}`,
  );
}

function partOf(name: string): string {
  if (name === "reserved") {
    const prefixed = LABEL_PREFIXES.map((prefix) => `${prefix}…`);
    return [...RESERVED_LABELS, ...prefixed, DEFAULT_CODE].map((word) => `\`${word}\``).join(", ");
  }
  if (name === "graph") return fieldTable(schema);
  return fieldTable(name === "local" ? localGraph : (defs[name] ?? {}));
}

function fieldTable({ properties, required }: JsonSchema): string {
  const needed = Array.isArray(required) ? required : [];
  const rows = Object.entries(isSchema(properties) ? properties : {}).flatMap(([field, value]) => {
    if (field === "kind" || !isSchema(value)) return [];
    const name = needed.includes(field) ? `**\`${field}\`**` : `\`${field}\``;
    return [`| ${name} | ${typeText(value)} | ${String(value.description ?? "").replaceAll("|", "\\|")} |`];
  });
  return ["| field | value | meaning |", "|---|---|---|", ...rows].join("\n");
}

/** A schema in a few words. */
function typeText(value: JsonSchema): string {
  if (Array.isArray(value.enum)) return value.enum.map((each) => `\`"${each}"\``).join(" or ");
  if ("const" in value) return `\`"${value.const}"\``;
  if (typeof value.$ref === "string") return value.$ref.endsWith("/node") ? "a node" : "a node without `visits`";
  const choices = value.anyOf ?? value.oneOf;
  if (Array.isArray(choices)) {
    const plain = choices.filter((each) => isSchema(each) && !isParamRef(each));
    const texts = [...new Set(plain.map((each) => typeText(each as JsonSchema)))].join(" or ");
    return plain.length < choices.length ? `${texts}, *tunable*` : texts;
  }
  if (Array.isArray(value.type)) return value.type.map((type) => typeText({ type })).join(" or ");
  if (value.type === "array") return `list of ${isSchema(value.items) ? typeText(value.items) : "values"}`;
  if (value.type !== "object")
    return ({ string: "text", integer: "whole number" } as Record<string, string>)[String(value.type)] ?? String(value.type ?? "any value");
  if (isSchema(value.properties)) return `\`{ ${Object.keys(value.properties).join(", ")} }\``;
  return `map of ${isSchema(value.additionalProperties) ? typeText(value.additionalProperties) : "values"}`;
}

const isParamRef = (value: JsonSchema) => isSchema(value.properties) && Object.keys(value.properties).join() === "param";
