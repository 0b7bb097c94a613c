/** Creates a runtime on a database that `prepareDatabase` has brought up to date. Its parts load with the first one: a file that only compiles pays nothing. */
import type { Logger } from "../language/registry/context.ts";
import type { StateSize } from "../language/schema/state-size.ts";
import type { Params } from "../language/terms/data-flow.ts";
import type { Time } from "../nodes/call/ports.ts";
import type { Cipher } from "../persistence/checkpointer/state-serializer.ts";
import type { Database } from "../persistence/connection/database.ts";
import type { GraphSource } from "./graphs/graphs.ts";
import type { Notifier } from "./notify/notifier.ts";
import type { Runtime } from "./runtime.ts";
import type { Timing } from "./timing.ts";

export interface RuntimeOptions {
  readonly database: Database;
  /** By graph id, as in langgraph.json. */
  readonly graphs: Readonly<Record<string, GraphSource>>;
  /** Graph id → an operator's values for its params. */
  readonly params?: Readonly<Record<string, Params>> | undefined;
  readonly log?: Logger | undefined;
  /** Where the registry's code gets secrets. Default: the environment. */
  readonly secret?: ((name: string) => string | undefined) | undefined;
  /** Who is told when a question's reminder or assignment is due. Default: the log. */
  readonly notifier?: Notifier | undefined;
  readonly timing?: Partial<Timing> | undefined;
  /** How nodes wait between attempts and for their limits. Default: as time passes; the test kit has its own. */
  readonly time?: Time | undefined;
  /** How much a channel may hold, in characters of JSON. */
  readonly stateSize?: Partial<StateSize> | undefined;
  /** Encrypts what checkpoints hold. The copies for listings and the inbox stay readable. */
  readonly cipher?: Cipher | undefined;
}

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
