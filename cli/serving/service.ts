/** What runs a project: a server or a worker, opened in order, closed in reverse order. */

import { isIP } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "../../language/registry/context.ts";
import { DEFAULT_TIMING } from "../../runtime/timing.ts";
import { type AppOptions, createApp, createLentApi } from "../../server/app.ts";
import { provideLoopbackFetch } from "../../server/custom/loopback-fetch.ts";
import { listen } from "../../server/listen.ts";
import { consoleLog, pinoLog } from "../../telemetry/log.ts";
import { exitCodes } from "../program/action.ts";
import { type Io, printLine } from "../program/io.ts";
import { ownVersion } from "../program/process.ts";
import { importAuth } from "../project/import-auth.ts";
import { importCustomApp } from "../project/import-custom-app.ts";
import { bannerOf } from "./banner.ts";
import { guardProcess } from "./guard-process.ts";
import { type Close, closeAll, type OpenProject, openProject, type ProjectOptions } from "./open-project.ts";
import { refuseOpenNetwork } from "./refuse-open-network.ts";
import { limitsIn } from "./settings.ts";
import { uiBundles } from "./ui-bundles.ts";

export interface ServerOptions extends ProjectOptions {
  readonly port: number;
  readonly host: string;
  /** Besides `host` and the names of this machine. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** In bytes. */
  readonly bodyLimit: number;
  /** Whoever reaches it may do everything, also over the network. */
  readonly unsafeNoAuth: boolean;
}

export interface Service {
  readonly log: Logger;
  /** The first lines that it prints. */
  readonly banner: readonly string[];
  /** Lets the requests and super-steps that are running finish; other processes, or the next start, continue the rest. */
  close(): Promise<void>;
}

export const openServer = (options: ServerOptions): Promise<Service> =>
  openService(options, async ({ runtime, opened }) => {
    const { project, port, host, allowedHosts = [], bodyLimit, unsafeNoAuth, logLevel, io } = options;
    if (!project.auth && !project.jwt && !unsafeNoAuth && !(await runtime.keys.areOn())) refuseOpenNetwork(host);
    const customApp = project.app && (await importCustomApp(project.app, io));
    const ui = await uiBundles(project);
    const app = openApp(opened, {
      runtime,
      logger: pinoLog(logLevel, io.stderr),
      ...(project.cors && { cors: project.cors }),
      ...(project.configurableHeaders && { configurableHeaders: project.configurableHeaders }),
      ...(project.auth && { auth: await importAuth(project.auth, io), studioAuth: project.studioAuth }),
      ...(project.jwt && { jwt: project.jwt }),
      unsafeNoAuth,
      allowedHosts: isIP(host) === 0 ? [host, ...allowedHosts] : allowedHosts,
      bodyLimit,
      limits: limitsIn(io.env),
      disabled: project.disabled,
      ...(customApp && { customApp }),
      ...(ui && { ui }),
    });
    const { url, close } = await listen(app, port, host);
    opened.push(() => close());
    return `at ${url}`;
  });

/** It listens nowhere, but the nodes of its graphs may call the API. */
export const openWorker = (options: ProjectOptions): Promise<Service> =>
  openService(options, async ({ runtime, opened }) => {
    openApp(opened, { runtime });
    return `executes up to ${options.slots ?? DEFAULT_TIMING.slots} runs at a time`;
  });

function openApp(opened: Close[], options: AppOptions): ReturnType<typeof createApp> {
  const app = createApp(options);
  const lent = createLentApi(options);
  opened.push(() => lent.close(), provideLoopbackFetch(app, lent));
  return app;
}

/** `start` resolves to what the service does, or where. */
async function openService(options: ProjectOptions, start: (project: OpenProject) => Promise<string>): Promise<Service> {
  const project = await openProject(options);
  try {
    const role = await start(project);
    await project.runtime.start();
    const banner = await bannerOf({
      ...options,
      graphs: project.graphs,
      broken: project.broken,
      title: `Signalbox ${ownVersion()} ${role}`,
    });
    return { banner, log: consoleLog(options.logLevel, options.io.stderr), close: () => closeAll(project.opened) };
  } catch (error) {
    await closeAll(project.opened);
    throw error;
  }
}

/** LangChain otherwise hands on the tokens of all runs by one queue beside them: a message's last ones may then come after the end of its node. */
function awaitTokens({ env }: NodeJS.Process): void {
  env.LANGCHAIN_CALLBACKS_BACKGROUND ??= "false";
}

/** Steps under way get 10 s, connections 2 s, the database 15 s: what takes longer is left to other processes. */
const STOP_MS = 25_000;

/** Resolves to the exit code once the service was asked to stop and has, or had to. */
export async function runUntil(shutdown: Promise<string>, { banner, log, close }: Service, { stdout, ownProcess }: Io): Promise<number> {
  const fatal = Promise.withResolvers<string>();
  let isFatal = false;
  const onFatal = (reason: string): void => {
    isFatal = true;
    fatal.resolve(`uncaught error (${reason})`);
  };
  if (ownProcess) {
    guardProcess(ownProcess, { log, onFatal });
    awaitTokens(ownProcess);
  }
  for (const line of banner) printLine(stdout, line);
  printLine(stdout, `${await Promise.race([shutdown, fatal.promise])}: finishing the steps that are running`);
  const isClosed = await Promise.race([close().then(() => true), sleep(STOP_MS, false, { ref: ownProcess !== undefined })]);
  printLine(stdout, isClosed ? "stopped" : `not stopped after ${STOP_MS / 1_000} s: ending; other processes continue the runs`);
  return isClosed && !isFatal ? exitCodes.ok : exitCodes.failed;
}
