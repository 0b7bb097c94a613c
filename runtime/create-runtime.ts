/** Puts the runtime together on a database that `prepareDatabase` has brought up to date. */
import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { v7 as uuid7 } from "@langchain/core/utils/uuid";
import type { Logger } from "../language/registry/context.ts";
import { canonicalJson } from "../language/schema/canonical-json.ts";
import { DEFAULT_STATE_SIZE, type StateSize } from "../language/schema/state-size.ts";
import type { Params } from "../language/terms/data-flow.ts";
import type { Time } from "../nodes/call/ports.ts";
import { FencedSaver } from "../persistence/checkpointer/saver.ts";
import type { Cipher } from "../persistence/checkpointer/state-serializer.ts";
import type { Database } from "../persistence/connection/database.ts";
import { openQueue } from "../persistence/queue.ts";
import { findDefinition } from "../persistence/statements/definitions/find-definition.ts";
import { putDefinition } from "../persistence/statements/definitions/put-definition.ts";
import { consoleLog } from "../telemetry/log.ts";
import { Deadlines } from "./engine/deadlines.ts";
import { Engine } from "./engine/engine.ts";
import { assistantsOf } from "./graphs/assistants.ts";
import { type GraphSource, Graphs } from "./graphs/graphs.ts";
import { interruptsOf } from "./interrupts/interrupts.ts";
import { logNotifier } from "./notify/log-notifier.ts";
import type { Notifier } from "./notify/notifier.ts";
import { childrenOf } from "./ports/children.ts";
import { ModelSlots } from "./ports/model-slots.ts";
import { databasePorts } from "./ports/ports.ts";
import { runsOf } from "./runs/runs.ts";
import type { Runtime } from "./runtime.ts";
import { defaultTiming, type Services, type Timing } from "./services.ts";
import { RunEvents } from "./streams/run-events.ts";
import { threadsOf } from "./threads/threads.ts";

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
 * @example
 * const database = await openDatabase({ url: process.env.DATABASE_URL });
 * await prepareDatabase(database);
 * const runtime = await createRuntime({ database, graphs: { "support-desk": supportDesk } });
 * await runtime.start();
 */
export async function createRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { database, graphs: sources, log = consoleLog(), secret, notifier = logNotifier(log) } = options;
  const timing = { ...defaultTiming, ...options.timing };
  const worker = `${hostname()}:${process.pid}:${randomBytes(4).toString("hex")}`;
  const modelSlots = new ModelSlots(database, { worker, ...timing });
  const stateSize = { ...DEFAULT_STATE_SIZE, ...options.stateSize };
  const saver = new FencedSaver(database.pool, { cipher: options.cipher, size: stateSize, log });
  const graphs = await Graphs.load(sources, {
    saver,
    params: options.params,
    ports: databasePorts(database, {
      log,
      secret,
      children: childrenOf(() => services),
      withModelSlot: modelSlots.withModelSlot,
      stateSize,
      time: options.time,
    }),
    findDefinition: (hash) => findDefinition(database.sql, hash),
  });
  for (const definition of graphs.definitions)
    await putDefinition(database.sql, { ...definition, fingerprint: canonicalJson(definition.fingerprint) });
  const services: Services = {
    ...{ database, saver, graphs, log, notifier, modelSlots, worker, timing, stateSize },
    queue: await openQueue(database, log),
    events: new RunEvents(),
    newId: () => uuid7(),
  };
  const engine = new Engine(services, new Deadlines(services));
  const assistants = assistantsOf(graphs, new Date());
  return {
    assistants,
    threads: threadsOf(services),
    runs: runsOf(services, assistants),
    interrupts: interruptsOf(services),
    start: () => engine.start(),
    async stop() {
      await engine.stop();
      await services.queue.stop();
    },
  };
}
