/** A run's events on the terminal, as they come. Ctrl+C stops following, never the run. */
import type { SignalboxClient } from "../../../client/signalbox-client.ts";
import { isRecord } from "../../../language/schema/is-record.ts";
import { type Io, printLine, styled } from "../../program/io.ts";

interface Followed {
  readonly client: SignalboxClient;
  readonly thread: string;
  readonly run: string;
  /** The id of the last event that is not wanted; "-1": all. */
  readonly after?: string;
  readonly json: boolean;
}

/** Which events are shown. Tokens are not: they belong to a front end. */
export const followedModes = ["updates", "custom"] as const;

/** False: Ctrl+C came first. */
export async function follow({ client, thread, run, after = "-1", json }: Followed, io: Io): Promise<boolean> {
  const stop = new AbortController();
  void io.waitForShutdownSignal().then(() => stop.abort());
  const events = client.runs.joinStream(thread, run, { streamMode: [...followedModes], lastEventId: after, signal: stop.signal });
  try {
    for await (const event of events) printEvent(event, json, io);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  }
  if (stop.signal.aborted) printLine(io.stderr, `No longer followed, and not stopped: signalbox tail ${thread} ${run}`);
  return !stop.signal.aborted;
}

interface RunEvent {
  readonly id?: string | undefined;
  readonly event: string;
  readonly data: unknown;
}

function printEvent({ id, event, data }: RunEvent, json: boolean, { stdout }: Io): void {
  if (json) {
    printLine(stdout, JSON.stringify({ id, event, data }));
    return;
  }
  const [mode, ...namespace] = event.split("|");
  const within = namespace.map((part) => `${part.split(":")[0]} > `).join("");
  if (mode === "metadata" && isRecord(data) && Number(data.attempt) > 1)
    printLine(stdout, styled(stdout, "yellow", `attempt ${data.attempt}: goes on from the last checkpoint`));
  if (mode === "updates" && isRecord(data))
    for (const [node, update] of Object.entries(data).filter(([name]) => !name.startsWith("__")))
      printLine(stdout, `${within}${node}${styled(stdout, "dim", written(update))}`);
  if (mode === "custom") printLine(stdout, styled(stdout, "dim", `${within}${JSON.stringify(data)}`));
}

/** The channels that a node has written. */
function written(update: unknown): string {
  const channels = isRecord(update) ? Object.keys(update).filter((channel) => !channel.startsWith("__")) : [];
  return channels.length > 0 ? `  ${channels.join(", ")}` : "";
}
