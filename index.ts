/** The package as applications import it: declare graphs, compile them, and serve them from their own process. */
export { type CompiledGraph, type CompileOptions, compileGraph, declarationOf } from "./compile/compile-graph.ts";
export type { Drawing } from "./draw/drawing.ts";
export { drawingOf } from "./draw/drawing-of.ts";
export { mermaidOf } from "./draw/mermaid.ts";
export * from "./language/index.ts";
export { chatModelFromEnv, describeModel, openAI } from "./nodes/chat-models.ts";
export type { Ports, Scope } from "./nodes/ports.ts";
export { type Database, type DatabaseOptions, openDatabase } from "./persistence/database.ts";
export { migrate } from "./persistence/migrate.ts";
export { prepareDatabase } from "./persistence/prepare-database.ts";
export type { Cipher } from "./persistence/state-serializer.ts";
export { createRuntime, type RuntimeOptions } from "./runtime/create-runtime.ts";
export type { GraphSource } from "./runtime/graphs.ts";
export { lazyPorts } from "./runtime/lazy-ports.ts";
export type { Runtime } from "./runtime/runtime.ts";
export { type AppOptions, createApp } from "./server/app.ts";
export { type Listening, listen } from "./server/listen.ts";
