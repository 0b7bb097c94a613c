/** What serves a project: the project on its database and the API before it, opened in this order and closed in the opposite one. */
import { pino } from "pino";
import { createApp } from "../../server/app.ts";
import type { CorsSettings } from "../../server/http/allowed-origins.ts";
import { listen } from "../../server/listen.ts";
import { versionOf } from "../program/version-of.ts";
import { bannerOf } from "./banner.ts";
import { closeAll, openProject, type ProjectOptions } from "./open-project.ts";

export interface ServiceOptions extends ProjectOptions {
  readonly port: number;
  readonly host: string;
}

export interface Service {
  /** What a person should see of it. */
  readonly banner: readonly string[];
  /** Lets requests and super-steps under way end; other processes, or the next start, go on with the rest. */
  close(): Promise<void>;
}

export async function openService(options: ServiceOptions): Promise<Service> {
  const { project, port, host, logLevel } = options;
  const { graphs, runtime, opened } = await openProject(options);
  try {
    const app = createApp({
      runtime,
      versions: { version: versionOf("signalbox"), langgraph_js_version: versionOf("@langchain/langgraph") },
      logger: pino({ level: logLevel, base: null }, pino.destination({ fd: 2, sync: true })),
      ...(project.http?.cors && { cors: project.http.cors as CorsSettings }), // checked by its shape in project.ts
    });
    const { url, close } = await listen(app, port, host);
    opened.push(() => close());
    await runtime.start();
    const banner = await bannerOf({ ...options, graphs, version: versionOf("signalbox"), place: `at ${url}` });
    return { banner, close: () => closeAll(opened) };
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}
