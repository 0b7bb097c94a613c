/** The entry `signalbox/inspect`: a declaration as data, for tools that read graphs. Its edges, normal form, schemas, fingerprint and drawings. */
export type { Box, Drawing, Line, Mark, Shape, SpecialShape, Stroke } from "../draw/drawing/drawing.ts";
export { drawingOf } from "../draw/drawing/drawing-of.ts";
export { mermaidOf } from "../draw/formats/mermaid.ts";
export { edgesOf, signalEdges } from "../language/graph/edges-of.ts";
export type * from "../language/graph/normal-graph.ts";
export { normalise } from "../language/graph/normalise.ts";
export { type Declaration, declarationOf } from "../language/registry/declaration.ts";
export { fillPrompt, promptNames } from "../language/registry/prompt.ts";
export { type JsonSchema, jsonSchemaOf, updateSchemaOf, valueSchemaOf } from "../language/schema/json-schema.ts";
export type { Edge, EdgeType } from "../language/terms/edge.ts";
export { type Definition, definitionOf, type Fingerprint, fingerprintOf, type Need } from "../language/versions/fingerprint.ts";
