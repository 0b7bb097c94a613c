/** Where a stored graph is no longer valid with a registry that still has every name: what code gives must fit where the graph puts it. */
import { z } from "zod";
import type { GraphData } from "../graph/graph-data.ts";
import type { Issue } from "../issues/issue.ts";
import type { Registry } from "../registry/registry.ts";
import { isRecord } from "../schema/is-record.ts";
import { type JsonSchema, jsonSchemaOf } from "../schema/json-schema.ts";
import { narrowings } from "../schema/narrowings.ts";
import type { Params } from "../terms/data-flow.ts";
import { rememberChecked } from "../validate/checked-graph.ts";
import { validate } from "../validate/validate.ts";
import { partOfGroup } from "./compare-fingerprints.ts";
import type { Fingerprint } from "./fingerprint.ts";
import type { Misfit } from "./misfit.ts";
import type { StoredDefinition } from "./stored-definition.ts";

/** `own` is the part of the registry that the definition knows. Empty if it can be compiled. Named by the output that has changed, else by the issue. */
export function invalidParts({ canonical, fingerprint }: StoredDefinition, own: Registry, params: Params): Misfit[] {
  const { issues, normal } = validate(own, canonical, params);
  const errors = issues.filter((issue) => issue.severity === "error" && !isAddedText(issue, canonical));
  if (errors.length === 0 && normal) {
    rememberChecked(own, canonical, { params, normal });
    return [];
  }
  const outputs = changedOutputs(fingerprint, own);
  if (outputs.length > 0) return outputs;
  return errors.map(({ path: [where, name = "", ...rest], message }) => ({
    part: where === "nodes" ? "node" : "graph",
    name: String(name || where),
    ...(rest.length > 0 && { at: rest.join(".") }),
    stored: "valid",
    offered: message,
  }));
}

/** A channel of a closed set of texts holds one more, for which the stored router has no route: a run that meets it fails with UNDECLARED_LABEL. */
const isAddedText = ({ code, path }: Issue, { nodes, graphs = {} }: GraphData): boolean => {
  const [, name, , inner] = path;
  const node = path[0] === "graphs" ? graphs[String(name)]?.nodes[String(inner)] : nodes[String(name)];
  return code === "UNHANDLED_LABEL" && node !== undefined && "on" in node && node.on !== undefined;
};

function changedOutputs(fingerprint: Fingerprint, registry: Registry): Misfit[] {
  return (["agents", "tools", "tasks", "graphs"] as const).flatMap((group) =>
    Object.entries(fingerprint[group] ?? {}).flatMap(([name, { output }]): Misfit[] => {
      const code: unknown = registry[group]?.[name];
      if (!isRecord(output) || !isRecord(code) || !(code.output instanceof z.ZodType)) return [];
      const part = partOfGroup[group] ?? "graph";
      const found = narrowings(jsonSchemaOf(code.output), { input: openly(output), output });
      return found.map(({ at, before, after }) => ({ part, name, at: at ? `output.${at}` : "output", stored: after, offered: before }));
    }),
  );
}

/** Code may give more than it did: objects take other fields too. */
function openly(schema: unknown): JsonSchema {
  if (!isRecord(schema)) return {};
  const { properties, additionalProperties, items, ...rest } = schema;
  const fields = isRecord(properties) && Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, openly(field)]));
  return {
    ...rest,
    ...(fields && { properties: fields, additionalProperties: isRecord(additionalProperties) ? additionalProperties : {} }),
    ...(isRecord(items) && { items: openly(items) }),
  };
}
