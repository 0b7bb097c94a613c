/** `signalbox diff`: what a new declaration does differently, and what that means for unfinished threads. */
import type { Command } from "commander";
import type { GraphWithRegistry } from "../../../language/registry/registry-of.ts";
import type { Change } from "../../../language/versions/change.ts";
import { compareGraphs } from "../../../language/versions/compare-graphs.ts";
import { misfitText } from "../../../language/versions/misfit.ts";
import { exitCodes } from "../../program/action.ts";
import { type Io, printLine, styled } from "../../program/io.ts";
import { findGraph, type SearchOptions } from "../../project/find-graphs.ts";
import { validGraph } from "../../project/found-graph.ts";
import { databaseIn } from "../../serving/settings.ts";
import { changeLine } from "./change-line.ts";
import type { LiveGroup } from "./live-threads.ts";

interface Options extends SearchOptions {
  json?: boolean;
  live?: boolean;
}

export async function diff(command: Command, io: Io): Promise<number> {
  const options = command.optsWithGlobals<Options>();
  const [from = "", to = ""] = command.args;
  const before = await declared(from, options, io);
  const after = await declared(to, options, io);
  const changes = compareGraphs(before, after);
  const live = options.live ? await liveGroups(after, io) : undefined;
  if (options.json) printLine(io.stdout, JSON.stringify({ graph: after.graph.id, changes, ...(live && { live }) }, undefined, 2));
  else for (const line of diffLines({ before, after, changes, live }, io)) printLine(io.stdout, line);
  return live?.some(({ misfits }) => misfits.length > 0) ? exitCodes.failed : exitCodes.ok;
}

async function declared(target: string, search: SearchOptions, io: Io): Promise<GraphWithRegistry> {
  const found = await findGraph(target, search, io);
  return { graph: validGraph(found), registry: found.registry };
}

/** The database is loaded only for this. */
async function liveGroups(after: GraphWithRegistry, io: Io): Promise<LiveGroup[]> {
  const { liveThreads } = await import("./live-threads.ts");
  return liveThreads(after, databaseIn(io));
}

interface Compared {
  readonly before: GraphWithRegistry;
  readonly after: GraphWithRegistry;
  readonly changes: readonly Change[];
  readonly live: readonly LiveGroup[] | undefined;
}

function diffLines({ before, after, changes, live }: Compared, { stdout }: Io): string[] {
  const [from, to] = [before.graph, after.graph];
  const versions = from.version === to.version ? `version ${to.version}` : `version ${from.version} → ${to.version}`;
  return [
    `${styled(stdout, "bold", from.id === to.id ? to.id : `${from.id} → ${to.id}`)}, ${versions}`,
    ...changes.map((change) => `  ${changeLine(change, stdout)}`),
    ...(changes.length === 0 ? ["  no differences"] : []),
    ...(isSameVersion(before, after) && changes.length > 0 ? [`  changed under the same version ${to.version}: raise it`] : []),
    ...(live?.length === 0 ? ["no unfinished threads"] : []),
    ...(live ?? []).flatMap(liveLines),
  ];
}

const isSameVersion = ({ graph: from }: GraphWithRegistry, { graph: to }: GraphWithRegistry): boolean =>
  from.id === to.id && from.version === to.version;

function liveLines({ threads, node, version, isChanged, misfits }: LiveGroup): string[] {
  const one = threads === 1;
  const what = node === null ? (one ? "thread runs" : "threads run") : `${one ? "thread waits" : "threads wait"} at "${node}"`;
  const group = `${threads} ${what} under version ${version}${isChanged ? ", which has changed since and kept its number" : ""}`;
  if (misfits.length === 0) return [`${group}; the registry still fits: ${one ? "it continues" : "they continue"}`];
  return [
    `${group}; the registry no longer fits: ${one ? "it" : "they"} would be refused`,
    ...misfits.map((misfit) => `  ${misfitText(misfit)}`),
  ];
}
