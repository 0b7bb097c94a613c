/** `signalbox worker`: executes the runs of a project beside its servers, until a signal stops it. */
import type { Command } from "commander";
import { SignalboxError } from "../../../language/issues/errors.ts";
import type { Io } from "../../program/io.ts";
import { readProject } from "../../project/project.ts";
import type { RunOptions } from "../../serving/run-options.ts";
import { databaseIn } from "../../serving/settings.ts";

export async function work(command: Command, io: Io, shutdown: Promise<string>): Promise<number> {
  const { config, logLevel, overlay: overlays, slots } = command.optsWithGlobals<RunOptions>();
  const database = databaseIn(io);
  if (database.url === undefined)
    throw new SignalboxError("CONFIG_INVALID", "A worker needs DATABASE_URL: the embedded database has one process, `signalbox serve`.");
  const project = readProject(config, io);
  const { openWorker, runUntil } = await import("../../serving/service.ts"); // a wrong langgraph.json is reported before the engine is loaded
  return runUntil(shutdown, await openWorker({ project, io, database, logLevel, overlays, slots }), io);
}
