/** The client of the server that the command line names. */
import type { Command } from "commander";
import { SignalboxClient } from "../../client/signalbox-client.ts";

export function clientOf(command: Command): SignalboxClient {
  const { url, apiKey } = command.optsWithGlobals<{ url: string; apiKey?: string }>();
  return new SignalboxClient({ apiUrl: url, apiKey: apiKey ?? null, callerOptions: { maxRetries: 0 } });
}
