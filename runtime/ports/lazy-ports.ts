/** Ports that load and open their database at first use: for graphs that another server runs, such as LangGraph Studio's. */
import type { Logger } from "../../language/registry/context.ts";
import type { KeyValueStore } from "../../language/registry/key-value-store.ts";
import { DEFAULT_STATE_SIZE } from "../../language/schema/state-size.ts";
import { inProcessSlots, realTime } from "../../nodes/call/local-ports.ts";
import type { Ports } from "../../nodes/call/ports.ts";
import type { LazyPortsOptions } from "./open-ports.ts";

const consoleLogger: Logger = {
  info: (message, facts) => console.info(message, facts ?? ""),
  warn: (message, facts) => console.warn(message, facts ?? ""),
  error: (message, facts) => console.error(message, facts ?? ""),
};

/**
 * Ports on an embedded database that opens at first use: for graphs that another host runs, such as LangGraph Studio.
 * @example
 * export const desk = compileGraph(supportDesk, { ports: lazyPorts({ dataFolder: ".signalbox/studio" }) });
 */
export function lazyPorts(options: LazyPortsOptions): Ports {
  let opened: Promise<Ports> | undefined;
  const ports = (): Promise<Ports> => {
    opened ??= import("./open-ports.ts").then(({ openPorts }) => openPorts(options, consoleLogger));
    return opened;
  };
  return {
    sql: { query: async (text, values) => (await ports()).sql.query(text, values) },
    store: (scope) => lazyStore(async () => (await ports()).store(scope)),
    secret: (name) => process.env[name],
    credential: async () => undefined,
    tenant: "default",
    now: () => new Date(),
    elapsedMs: () => performance.now(),
    time: realTime,
    log: consoleLogger,
    children: { ends: async (scope, batch) => (await ports()).children.ends(scope, batch) },
    withModelSlot: inProcessSlots(),
    stateSize: () => DEFAULT_STATE_SIZE,
    started: async (scope, node) => (await ports()).started(scope, node),
    record: async (scope, what, detail) => (await ports()).record(scope, what, detail),
    once: async (scope, effect, work) => (await ports()).once(scope, effect, work),
  };
}

const lazyStore = (store: () => Promise<KeyValueStore>): KeyValueStore => ({
  get: async (...of) => (await store()).get(...of),
  put: async (...of) => (await store()).put(...of),
  delete: async (...of) => (await store()).delete(...of),
  search: async (...of) => (await store()).search(...of),
  listNamespaces: async (...of) => (await store()).listNamespaces(...of),
});
