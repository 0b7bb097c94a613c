/** What the parts of a runtime share, from the options of whoever opens one. Writes nothing to the tables of threads. */
import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { v7 as uuid7 } from "@langchain/core/utils/uuid";
import { DEFAULT_STATE_SIZE } from "../language/schema/state-size.ts";
import { ownConnections } from "../persistence/checkpointer/checkpoint-statements.ts";
import { GroupCommit } from "../persistence/checkpointer/group-commit/group-commit.ts";
import { FencedSaver } from "../persistence/checkpointer/saver.ts";
import { openQueue } from "../persistence/queue.ts";
import { findDefinition } from "../persistence/statements/definitions/find-definition.ts";
import { consoleLog } from "../telemetry/log.ts";
import { currentRun } from "./engine/run-context.ts";
import { RunEvents } from "./event-log/run-events.ts";
import { systemAssistant } from "./graphs/assistant.ts";
import { Graphs } from "./graphs/graphs.ts";
import { apiKeysOf } from "./keys/api-keys.ts";
import { whyKeyNoLonger } from "./keys/why-no-longer.ts";
import { StoredBytes } from "./limits/stored-bytes.ts";
import { linkKeysOf } from "./links/link-token.ts";
import { MissingWorkers } from "./look-outs/missing-workers.ts";
import { logNotifier } from "./notify/log-notifier.ts";
import { Offers } from "./offers/offers.ts";
import { childrenOf } from "./ports/children.ts";
import { ModelSlots } from "./ports/model-slots.ts";
import { databasePorts } from "./ports/ports.ts";
import { Ends } from "./pubsub/ends.ts";
import { LocalStarts } from "./queue/local-starts.ts";
import { readyStore } from "./ready-store.ts";
import type { RuntimeOptions } from "./runtime-options.ts";
import type { Services } from "./services.ts";
import { graphStore } from "./store/graph-store.ts";
import { DEFAULT_TIMING } from "./timing.ts";

export async function assembleServices(options: RuntimeOptions): Promise<Services> {
  const {
    database,
    graphs: sources,
    log = consoleLog(),
    secret = (name: string) => process.env[name],
    notifier = logNotifier(log),
    ownsProcess = false,
  } = options;
  const timing = { ...DEFAULT_TIMING, ...options.timing };
  const worker = `${hostname()}:${process.pid}:${randomBytes(4).toString("hex")}`;
  const modelSlots = new ModelSlots(database, { worker, ...timing });
  const stateSize = { ...DEFAULT_STATE_SIZE, ...options.stateSize };
  const commits = new GroupCommit(database);
  const saver = new FencedSaver(database, { cipher: options.cipher, size: stateSize, log, commits });
  const graphs = await Graphs.load(sources, {
    saver,
    params: options.params,
    broken: options.broken,
    ports: databasePorts(database, {
      commits,
      startsMayBeLate,
      log,
      secret,
      credentials: options.credentials,
      children: childrenOf(() => services),
      store: (tenant) => graphStore(services, tenant),
      withModelSlot: modelSlots.withModelSlot,
      stateSize,
      time: options.time,
    }),
    findDefinition: (hash) => findDefinition(database.sql, hash),
  });
  const since = new Date();
  const services: Services = {
    systemAssistants: graphs.ids.map((id) => systemAssistant(id, since, options.settings?.[id])),
    ...{ database, saver, commits, graphs, log, notifier, modelSlots, worker, ownsProcess, timing, stateSize, secret },
    schemasInSource: options.schemasInSource ?? (async () => ({})),
    keys: apiKeysOf(database),
    queue: await openQueue(database, log),
    localStarts: new LocalStarts(ownConnections(database)),
    ends: new Ends({ database, worker, timing }),
    events: new RunEvents(database, { log, saver, cipher: options.cipher }),
    offers: new Offers({ database, graphs, worker, timing, log }),
    missingWorkers: new MissingWorkers({ database, timing, log }),
    store: await readyStore(database, options.store),
    newId: () => uuid7(),
    limits: options.limits ?? {},
    storedBytes: options.limits?.storedBytes === undefined ? undefined : new StoredBytes(database),
    webhooks: options.webhooks ?? { secrets: [] },
    rolesOf: options.rolesOf,
    whyNoLonger: async (maker) => (await whyKeyNoLonger(database.sql, maker)) ?? options.whyNoLonger?.(maker),
    linkKeys: linkKeysOf(options.linkSecrets ?? []),
  };
  return services;
}

/** Of a run that has been begun before, and may end its worker, the node must be known. */
const startsMayBeLate = (): boolean => currentRun()?.lease.run.attempts === 1;
