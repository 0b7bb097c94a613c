/** Ends the wait for a project's code that ends the process, leaves an error uncaught or never ends while it loads, and says so. */
import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { SignalboxError } from "../../../language/issues/errors.ts";
import { messageOf } from "../../../language/issues/thrown.ts";
import type { Io } from "../../program/io.ts";
import type { StuckImport, WatchedImport } from "./import-thread.ts";
import { placeInStack } from "./load-failure.ts";

/** How long the code of one graph may take to load. */
const IMPORT_MS = 30_000;
const TOO_LONG = `has not loaded after ${IMPORT_MS / 1_000} s`;

type Fail = (reason: string) => void;
type Undo = () => void;

/** `what` begins the message: the file. One at a time. In a process that belongs to another program nothing is watched. */
export async function watchImport<T>(what: string, io: Io, work: () => Promise<T>): Promise<T> {
  const { ownProcess } = io;
  if (!ownProcess) return work();
  const failed = Promise.withResolvers<never>();
  const fail: Fail = (reason) => {
    failed.reject(new SignalboxError("GRAPH_NOT_LOADED", `${what} ${reason}`));
  };
  const watches = [watchTime(fail), watchExit(ownProcess, { fail, io }), watchEvents(ownProcess, fail), watchLoop(fail, io)];
  try {
    return await Promise.race([work(), failed.promise]);
  } finally {
    for (const undo of watches) undo();
  }
}

function watchTime(fail: Fail): Undo {
  const report = () => fail(`${TOO_LONG}: what it awaits does not end`);
  let timer = setTimeout(() => {
    timer = setTimeout(report, 500).unref(); // where a loop was interrupted, that is reported first
  }, IMPORT_MS).unref();
  return () => clearTimeout(timer);
}

function watchExit(process: NodeJS.Process, { fail, io }: { readonly fail: Fail; readonly io: Io }): Undo {
  const names = ["exit", "abort"] as const;
  const originals = names.map((name) => [name, process[name]] as const);
  for (const name of names) {
    const refuse = (...args: unknown[]): never => {
      // what the module keeps as its error: it is thrown again to every file that imports it
      const thrown = new Error(`its code calls process.${name}(${args.join(", ")}) while it loads`);
      const at = placeInStack(thrown.stack ?? "", io);
      fail(`${thrown.message.replace("its code ", "")}${at === undefined ? "" : ` (${at})`}`);
      throw thrown;
    };
    Object.assign(process, { [name]: refuse });
  }
  return () => Object.assign(process, Object.fromEntries(originals));
}

/** `beforeExit`: nothing is left that could settle what the import awaits. */
function watchEvents(process: NodeJS.Process, fail: Fail): Undo {
  const onUncaught = (error: unknown): void => {
    fail(`left an error uncaught while it loaded: ${messageOf(error)}`);
  };
  const onIdle = (): void => {
    setImmediate(() => fail("never ends: nothing is left that could settle what it awaits")); // which keeps the process for its report
  };
  process.on("uncaughtException", onUncaught).on("unhandledRejection", onUncaught).on("beforeExit", onIdle);
  return () => process.off("uncaughtException", onUncaught).off("unhandledRejection", onUncaught).off("beforeExit", onIdle);
}

/** An endless loop is seen and interrupted from another thread. */
function watchLoop(fail: Fail, { cwd }: Io): Undo {
  const file = threadFile();
  if (!file) return () => {};
  const workerData: WatchedImport = { ms: IMPORT_MS, cwd };
  const thread = new Worker(file, { workerData });
  thread.on("message", ({ at }: StuckImport) => {
    fail(`${TOO_LONG}: a loop does not end${at === undefined ? "" : ` (${at})`}`);
  });
  thread.on("error", () => {}); // without it the other watches are left
  thread.unref();
  return () => void thread.terminate();
}

/** Beside this file, before the build and after it. */
function threadFile(): URL | undefined {
  const file = new URL(import.meta.url.endsWith(".ts") ? "./import-thread.ts" : "./import-thread.js", import.meta.url);
  return existsSync(file) ? file : undefined;
}
