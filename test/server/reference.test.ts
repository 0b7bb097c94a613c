/** The same conversation with LangGraph's reference server and with ours, on the same raw graph, has equal responses. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { beforeAll, describe, expect, it } from "vitest";
import { freshPglite, opened } from "../support/databases.ts";
import { comparable } from "./raw/comparable.ts";
import { converse, type Entry } from "./raw/transcript.ts";
import { serveRaw } from "./serve-graphs.ts";

describe("compared with the reference server", () => {
  let theirs: Entry[];
  let ours: Entry[];

  beforeAll(async () => {
    const reference = await startReference();
    const served = await serveRaw(await opened(await freshPglite()));
    const [theirTranscript, ourTranscript] = await Promise.all([converse(reference.url), converse(served.url)]);
    theirs = comparable(theirTranscript);
    ours = comparable(ourTranscript);
    await Promise.all([reference.stop(), served.close()]);
  });

  it("gives the same responses in the whole conversation", () => {
    expect(ours.length).toBeGreaterThan(60);
    const differences = ours.flatMap((entry, at) =>
      JSON.stringify(entry) === JSON.stringify(theirs[at]) ? [] : [{ at, ours: entry, theirs: theirs[at] }],
    );
    expect(differences.map(({ ours: entry }) => entry)).toEqual(differences.map(({ theirs: entry }) => entry));
  });
});

async function startReference(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "reference-"));
  const server = spawn(process.execPath, [join(import.meta.dirname, "raw", "reference-server.ts"), folder], {
    stdio: ["pipe", "pipe", "ignore"],
    env: { ...process.env, LANGSMITH_TRACING: "false" },
  });
  for await (const line of createInterface(server.stdout)) {
    const url = /LISTENING (\S+)/.exec(line)?.[1];
    if (url) return { url, stop: () => stopped(server) };
  }
  throw new Error("the reference server did not start");
}

async function stopped(server: ReturnType<typeof spawn>): Promise<void> {
  const exited = once(server, "exit");
  server.stdin?.end();
  await exited;
}
