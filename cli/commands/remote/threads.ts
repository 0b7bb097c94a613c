/** `signalbox threads`: the threads of a running server. */

import type { ThreadStatus } from "@langchain/langgraph-sdk";
import type { Command } from "commander";
import { exitCodes } from "../../program/action.ts";
import { clientOf } from "../../program/client-of.ts";
import { type Io, printLine, styled } from "../../program/io.ts";
import { statusShown } from "./thread-shown.ts";

interface Options {
  readonly status?: ThreadStatus;
  readonly graph?: string;
  readonly limit: number;
  readonly offset: number;
  readonly json?: boolean;
}

export async function threads(command: Command, io: Io): Promise<number> {
  const { status, graph, limit, offset, json } = command.optsWithGlobals<Options>();
  const found = await clientOf(command).threads.search({
    ...{ limit, offset, sortBy: "updated_at", sortOrder: "desc" },
    ...(status && { status }),
    ...(graph !== undefined && { metadata: { graph_id: graph } }),
  });
  const { stdout } = io;
  if (json) printLine(stdout, JSON.stringify(found, undefined, 2));
  else if (found.length === 0) printLine(stdout, "no threads");
  else
    for (const thread of found)
      printLine(
        stdout,
        `${thread.thread_id}  ${statusShown(thread.status, io)}  ${thread.metadata?.graph_id ?? "-"}  ${styled(stdout, "dim", thread.updated_at)}`,
      );
  return exitCodes.ok;
}
