/** Runs in a thread beside an import: interrupts code that blocks the main thread for too long, by the debugger, and tells which file it is in. */
import { Session } from "node:inspector";
import { relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parentPort, workerData } from "node:worker_threads";

export interface WatchedImport {
  /** How long it may take. */
  readonly ms: number;
  readonly cwd: string;
}

export interface StuckImport {
  /** The file whose code was interrupted, as a user names it. */
  readonly at: string | undefined;
}

interface Paused {
  readonly params: { readonly callFrames: readonly { readonly location: { readonly scriptId: string } }[] };
}

interface Parsed {
  readonly params: { readonly scriptId: string; readonly url: string };
}

/** A main thread that still reads its events has reported by itself before. */
const LATER_MS = 1_000;
const { ms, cwd }: WatchedImport = workerData;
await sleep(ms + LATER_MS);
const session = new Session();
session.connectToMainThread();
const urls = new Map<string, string>();
session.on("Debugger.scriptParsed", ({ params }: Parsed) => urls.set(params.scriptId, params.url));
session.on("Debugger.paused", ({ params }: Paused) => {
  const url = params.callFrames.map(({ location }) => urls.get(location.scriptId) ?? "").find((each) => each.startsWith("file:"));
  const stuck: StuckImport = { at: url === undefined ? undefined : relative(cwd, fileURLToPath(url.split("?")[0] ?? url)) };
  parentPort?.postMessage(stuck);
  session.post("Runtime.terminateExecution");
  session.post("Debugger.resume");
});
session.post("Debugger.enable");
session.post("Debugger.pause");
await sleep(LATER_MS);
session.disconnect();
