/** The runtime's parts, put together. create-runtime.ts loads this when the first runtime is created. */
import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { v7 as uuid7 } from "@langchain/core/utils/uuid";
import { canonicalJson } from "../language/schema/canonical-json.ts";
import { DEFAULT_STATE_SIZE } from "../language/schema/state-size.ts";
import { FencedSaver } from "../persistence/checkpointer/saver.ts";
import { openQueue } from "../persistence/queue.ts";
import { findDefinition } from "../persistence/statements/definitions/find-definition.ts";
import { putDefinition } from "../persistence/statements/definitions/put-definition.ts";
import { consoleLog } from "../telemetry/log.ts";
import { Engine } from "./engine/engine.ts";
import { assistantsOf } from "./graphs/assistants.ts";
import { Graphs } from "./graphs/graphs.ts";
import { interruptsOf } from "./interrupts/interrupts.ts";
import { Deadlines } from "./look-outs/deadlines.ts";
import { logNotifier } from "./notify/log-notifier.ts";
import { Offers } from "./offers/offers.ts";
import { childrenOf } from "./ports/children.ts";
import { ModelSlots } from "./ports/model-slots.ts";
import { databasePorts } from "./ports/ports.ts";
import { runsOf } from "./runs/runs.ts";
import type { Runtime } from "./runtime.ts";
import type { RuntimeOptions } from "./runtime-options.ts";
import type { Services } from "./services.ts";
import { RunEvents } from "./streams/run-events.ts";
import { threadsOf } from "./threads/threads.ts";
import { reportUnfitThreads } from "./threads/unfit-threads.ts";
import { DEFAULT_TIMING } from "./timing.ts";

export async function assembleRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { database, graphs: sources, log = consoleLog(), secret, notifier = logNotifier(log), ownsProcess = false } = options;
  const timing = { ...DEFAULT_TIMING, ...options.timing };
  const worker = `${hostname()}:${process.pid}:${randomBytes(4).toString("hex")}`;
  const modelSlots = new ModelSlots(database, { worker, ...timing });
  const stateSize = { ...DEFAULT_STATE_SIZE, ...options.stateSize };
  const saver = new FencedSaver(database, { cipher: options.cipher, size: stateSize, log });
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
    ...{ database, saver, graphs, log, notifier, modelSlots, worker, ownsProcess, timing, stateSize },
    queue: await openQueue(database, log),
    events: new RunEvents(),
    offers: new Offers({ database, graphs, worker, timing, log }),
    newId: () => uuid7(),
  };
  const engine = new Engine(services, new Deadlines(services));
  const assistants = assistantsOf(graphs, new Date());
  return {
    assistants,
    threads: threadsOf(services),
    runs: runsOf(services, assistants),
    interrupts: interruptsOf(services),
    troubles: () => database.troubles.open,
    async start() {
      await engine.start();
      await reportUnfitThreads(services);
    },
    async stop() {
      await engine.stop();
      await services.queue.stop();
    },
  };
}
