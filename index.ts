/** The package as applications import it: declare graphs, compile them, and serve them from their own process. */
export { type CompiledGraph, type CompileOptions, compileGraph } from "./compile/compile-graph.ts";
export type { Drawing } from "./draw/drawing/drawing.ts";
export { drawingOf } from "./draw/drawing/drawing-of.ts";
export { mermaidOf } from "./draw/formats/mermaid.ts";
export * from "./language/index.ts";
export { declarationOf } from "./language/registry/declaration.ts";
export type { Ports, Scope } from "./nodes/call/ports.ts";
export { chatModelFromEnv, describeModel, openAI } from "./nodes/models/chat-models.ts";
export type { Cipher } from "./persistence/checkpointer/state-serializer.ts";
export { type Database, type DatabaseOptions, openDatabase } from "./persistence/connection/database.ts";
export { migrate } from "./persistence/schema/migrate.ts";
export { prepareDatabase } from "./persistence/schema/prepare-database.ts";
export { createRuntime, type RuntimeOptions } from "./runtime/create-runtime.ts";
export type { GraphSource } from "./runtime/graphs/graphs.ts";
export { lazyPorts } from "./runtime/ports/lazy-ports.ts";
export type { Runtime } from "./runtime/runtime.ts";
export { type AppOptions, createApp } from "./server/app.ts";
export { type Listening, listen } from "./server/listen.ts";
