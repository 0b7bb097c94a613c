/** `signalbox serve` as a process of its own, which signals end. */
import { Client } from "@langchain/langgraph-sdk";
import { expect, it } from "vitest";
import { freshPglite } from "../../support/databases.ts";
import { startCliProcess } from "../call-cli.ts";
import { served } from "./served.ts";

it.each(["SIGTERM", "SIGINT"] as const)("serves from the embedded database, as a process, until %s", async (signal) => {
  const { dataFolder } = await freshPglite();
  const { banner, url, stop } = await served({ SIGNALBOX_DATA: dataFolder }, startCliProcess);
  expect(banner).toEqual([
    expect.stringMatching(/^Signalbox \d+\.\d+\.\d+ at http:\/\/127\.0\.0\.1:\d+$/),
    "graphs: support-desk, echo",
    `database: embedded (PGlite) in ${dataFolder}`,
  ]);
  const client = new Client({ apiUrl: url, apiKey: null });
  const found = await client.assistants.search();
  expect(found.map(({ graph_id }) => graph_id).sort()).toEqual(["echo", "support-desk"]);
  expect(await stop(signal)).toEqual({ lines: [`${signal}: finishing the steps that are running`, "stopped"], code: 0 });
});
