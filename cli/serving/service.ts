/** What runs a project: a server or a worker, opened in order, closed in reverse order. */
import { pino } from "pino";
import { DEFAULT_TIMING } from "../../runtime/timing.ts";
import { createApp } from "../../server/app.ts";
import { listen } from "../../server/listen.ts";
import { exitCodes } from "../program/action.ts";
import { type Io, printLine } from "../program/io.ts";
import { versionOf } from "../program/process.ts";
import { bannerOf } from "./banner.ts";
import { closeAll, type OpenProject, openProject, type ProjectOptions } from "./open-project.ts";

export interface ServerOptions extends ProjectOptions {
  readonly port: number;
  readonly host: string;
}

export interface Service {
  /** The first lines that it prints. */
  readonly banner: readonly string[];
  /** Lets the requests and super-steps that are running finish; other processes, or the next start, continue the rest. */
  close(): Promise<void>;
}

export const openServer = (options: ServerOptions): Promise<Service> =>
  openService(options, async ({ runtime, opened }) => {
    const { project, port, host, logLevel, io } = options;
    const app = createApp({
      runtime,
      versions: { version: versionOf("signalbox"), langgraph_js_version: versionOf("@langchain/langgraph") },
      logger: pino({ level: logLevel, base: null }, io.stderr),
      ...(project.cors && { cors: project.cors }),
    });
    const { url, close } = await listen(app, port, host);
    opened.push(() => close());
    return `at ${url}`;
  });

export const openWorker = (options: ProjectOptions): Promise<Service> =>
  openService(options, async () => `executes up to ${options.slots ?? DEFAULT_TIMING.slots} runs at a time`);

/** `start` resolves to what the service does, or where. */
async function openService(options: ProjectOptions, start: (project: OpenProject) => Promise<string>): Promise<Service> {
  const project = await openProject(options);
  try {
    const role = await start(project);
    await project.runtime.start();
    const banner = await bannerOf({ ...options, graphs: project.graphs, title: `Signalbox ${versionOf("signalbox")} ${role}` });
    return { banner, close: () => closeAll(project.opened) };
  } catch (error) {
    await closeAll(project.opened);
    throw error;
  }
}

/** Resolves to the exit code once the service was asked to stop and has. */
export async function runUntil(shutdown: Promise<string>, { banner, close }: Service, { stdout }: Io): Promise<number> {
  for (const line of banner) printLine(stdout, line);
  printLine(stdout, `${await shutdown}: finishing the steps that are running`);
  await close();
  printLine(stdout, "stopped");
  return exitCodes.ok;
}
