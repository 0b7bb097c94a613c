/** The entry `signalbox/runtime`: compiles declared graphs and runs them on a database from the application's own process. */
export { type CompiledGraph, type CompileOptions, compileGraph } from "../compile/compile-graph.ts";
export type { StateSize } from "../language/schema/state-size.ts";
export type { Ports, Scope } from "../nodes/call/ports.ts";
export type { Cipher } from "../persistence/checkpointer/state-serializer.ts";
export type { Database } from "../persistence/connection/database.ts";
export { type DatabaseOptions, openDatabase } from "../persistence/connection/open-database.ts";
export { migrate } from "../persistence/schema/migrate.ts";
export { prepareDatabase } from "../persistence/schema/prepare-database.ts";
export { createRuntime, type RuntimeOptions } from "./create-runtime.ts";
export type { GraphSource } from "./graphs/graphs.ts";
export { logNotifier } from "./notify/log-notifier.ts";
export type { Notice, Notifier } from "./notify/notifier.ts";
export { webhookNotifier } from "./notify/webhook-notifier.ts";
export { lazyPorts } from "./ports/lazy-ports.ts";
export type { Runtime } from "./runtime.ts";
export type { Timing } from "./services.ts";
