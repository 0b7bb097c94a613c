/** `signalbox serve`: the graphs of a project behind the HTTP API, until a signal stops it. */
import type { Command } from "commander";
import { bodyLimitOf } from "../../../server/http/body-limit.ts";
import type { Io } from "../../program/io.ts";
import { readProject } from "../../project/project.ts";
import type { RunOptions } from "../../serving/run-options.ts";
import { databaseIn } from "../../serving/settings.ts";

interface Options extends RunOptions {
  port: number;
  host: string;
  allowedHosts?: readonly string[];
  bodyLimit: string;
  unsafeNoAuth: boolean;
}

export async function serve(command: Command, io: Io, shutdown: Promise<string>): Promise<number> {
  const {
    config,
    port,
    host,
    allowedHosts,
    bodyLimit,
    unsafeNoAuth,
    logLevel,
    overlay: overlays,
    slots,
  } = command.optsWithGlobals<Options>();
  const project = readProject(config, io);
  const { openServer, runUntil } = await import("../../serving/service.ts"); // a wrong langgraph.json is reported before the engine is loaded
  const listening = { port, host, allowedHosts, bodyLimit: bodyLimitOf(bodyLimit), unsafeNoAuth };
  return runUntil(shutdown, await openServer({ project, io, database: databaseIn(io), logLevel, overlays, slots, ...listening }), io);
}
