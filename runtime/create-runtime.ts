/** Creates a runtime on a database that `prepareDatabase` has brought up to date. Its parts load with the first one: a file that only compiles pays nothing. */
import type { Runtime } from "./runtime.ts";
import type { RuntimeOptions } from "./runtime-options.ts";

/**
 * Creates the runtime: threads, runs and interrupts of the given graphs on a database. It executes runs after `start()`; without it, it only answers calls.
 * @throws GRAPH_DEFINITION_INVALID (a `GraphDefinitionError`), if a graph or its params are invalid.
 * @example
 * const database = await openDatabase({ url: process.env.DATABASE_URL });
 * await prepareDatabase(database);
 * const runtime = await createRuntime({ database, graphs: { "support-desk": compileGraph(supportDesk, { ports: lazyPorts({ dataFolder: "memory://" }) }) } });
 * await runtime.start();
 */
export async function createRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { assembleRuntime } = await import("./assemble-runtime.ts");
  return assembleRuntime(options);
}
