/** The declaration's JSON Schema (2020-12), for completion and checks in editors. Written to schema.json by checks/write-schema.ts. */
import { z } from "zod";
import { kinds } from "../kinds/all.ts";
import { bodyShape } from "../kinds/body/body.ts";
import { plainKinds } from "../kinds/body/plain.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { graphShape, localShape } from "./graph-data.ts";

const ref = (name: string) => ({ $ref: `#/$defs/${name}` });
const capital = (name: string) => `${name[0]?.toUpperCase()}${name.slice(1)}`;

/** Bodies occur in two kinds: defined once and referenced, an editor can show them. */
function write(shape: z.ZodType): JsonSchema {
  const {
    $schema: _,
    "~standard": __,
    ...schema
  } = z.toJSONSchema(shape, {
    io: "input",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema !== (bodyShape as unknown)) return;
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
      Object.assign(jsonSchema, ref("body"));
    },
  }) as Record<string, unknown>;
  return schema;
}

const mapOfNodes = ({ description }: z.ZodType) => ({ type: "object", description, additionalProperties: ref("node") });

function localSchema(): JsonSchema {
  const { properties, required, ...local } = write(localShape.omit({ nodes: true })) as { properties: object; required: string[] };
  return {
    description: localShape.description,
    ...local,
    required: [...required, "nodes"],
    properties: { ...properties, nodes: mapOfNodes(localShape.shape.nodes) },
  };
}

export function graphSchema(): JsonSchema {
  const { nodes, graphs, ...head } = graphShape.shape;
  const { properties, ...graph } = write(z.strictObject(head)) as { properties: object; required: string[] };
  const nodeSchemas = Object.entries(kinds).map(([kind, { shape }]) => [kind, write(shape)] as const);
  const bodies = Object.entries(plainKinds).map(([kind, shapes]) => [`body${capital(kind)}`, write(shapes.bodyShape)] as const);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "A Signalbox graph",
    ...graph,
    required: [...graph.required, "nodes"],
    properties: {
      ...properties,
      graphs: { type: "object", description: graphs.unwrap().description, additionalProperties: localSchema() },
      nodes: mapOfNodes(nodes),
    },
    // parts of a YAML text that others merge
    patternProperties: { "^x-": {} },
    $defs: {
      node: { oneOf: nodeSchemas.map(([name]) => ref(name)) },
      body: { description: bodyShape.description, oneOf: bodies.map(([name]) => ref(name)) },
      ...Object.fromEntries([...nodeSchemas, ...bodies]),
    },
  };
}
