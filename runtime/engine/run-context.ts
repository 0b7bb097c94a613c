/** Which run the code under way belongs to, by Node's async context: also in the timers, callbacks and promises that a node leaves behind. */
import { AsyncLocalStorage } from "node:async_hooks";
import { getConfig } from "@langchain/langgraph";
import { type Caller, localCaller } from "../identity/caller.ts";
import type { ActiveRun } from "./active-run.ts";

const storage = new AsyncLocalStorage<ActiveRun>();

export const withinRun = <T>(active: ActiveRun, work: () => T): T => storage.run(active, work);

/** Undefined for code that no run has called. The run may have ended. */
export const currentRun = (): ActiveRun | undefined => storage.getStore();

/** As whoever has asked for the run under way. */
export function callerOfCurrentRun(): Caller | undefined {
  const lease = currentRun()?.lease;
  if (!lease) return undefined;
  const { principal, decider, id } = lease.run;
  const maker = decider ?? principal;
  return maker ? { principal: { ...maker, tenant: lease.tenant }, requestId: id } : localCaller(id, lease.tenant);
}

/** The graph's own node, also for code of a graph inside it; undefined between nodes. */
export function currentNode(): string | undefined {
  const { langgraph_checkpoint_ns: namespace, langgraph_node: node }: Readonly<Record<string, unknown>> = getConfig()?.metadata ?? {};
  const outermost = typeof namespace === "string" ? namespace.split(/[|:]/, 1)[0] : "";
  return outermost || (typeof node === "string" ? node : undefined);
}

/** For the thread beside this one, which asks through the debugger while the event loop is blocked. */
export function exposeCurrentRun(): void {
  Object.assign(globalThis, { [Symbol.for("signalbox.currentRun")]: () => currentRun()?.lease.run.id });
}
