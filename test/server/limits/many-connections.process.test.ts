/** A server with a small heap under 2,000 open streams, connections that never finish their request, and bodies that unpack to far more than they are. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { get as httpGet, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshPostgres } from "../../support/databases.ts";
import { until } from "../../support/until.ts";

const STREAMS = 2_000;
const SLOW = 500;

describe("a server with a heap of 256 MB", { timeout: 240_000 }, () => {
  let kill = () => {};
  let served = { url: "", thread_id: "", run_id: "", pid: 0 };
  beforeAll(async () => {
    const { url } = await freshPostgres();
    const script = fileURLToPath(new URL("./slow-run-server.ts", import.meta.url));
    const child = spawn(process.execPath, ["--max-old-space-size=256", script, url], { stdio: ["ignore", "pipe", "inherit"] });
    kill = () => void child.kill("SIGKILL");
    const { value = "{}" } = await createInterface(child.stdout)[Symbol.asyncIterator]().next();
    served = JSON.parse(value);
  });
  afterAll(() => kill());

  const answers = async () => {
    const created = await fetch(`${served.url}/threads`, { method: "POST", body: "{}" });
    expect(created.status).toBe(200);
  };

  it("serves 2,000 event streams at once, and other requests beside them", async () => {
    const path = `/threads/${served.thread_id}/runs/${served.run_id}/stream`;
    const texts: string[] = [];
    const ended = new Set<number>();
    const open = (index: number) =>
      new Promise<void>((resolve, reject) => {
        const read = (response: IncomingMessage): void => {
          texts[index] = `${response.statusCode} `;
          response.setEncoding("utf8").on("data", (text: string) => {
            texts[index] += text;
            resolve();
          });
          response.once("end", () => ended.add(index)).once("error", reject);
        };
        httpGet(`${served.url}${path}`, { agent: false }, read).once("error", reject);
      });
    for (let begun = 0; begun < STREAMS; begun += 100) await Promise.all(Array.from({ length: 100 }, (_, more) => open(begun + more)));
    expect(texts.filter((text) => text.startsWith("200 event: metadata"))).toHaveLength(STREAMS);
    await answers();
    const cancelled = await fetch(`${served.url}/threads/${served.thread_id}/runs/${served.run_id}/cancel?wait=true`, { method: "POST" });
    expect(cancelled.status).toBe(204);
    await until("the end of all streams", async () => ended.size === STREAMS, 60_000);
    await answers();
  });

  it("answers beside connections that never finish their request", async () => {
    const { port, hostname } = new URL(served.url);
    const sockets = Array.from({ length: SLOW }, () => connect({ port: Number(port), host: hostname }));
    for (const socket of sockets) socket.on("error", () => {}).write("POST /threads HTTP/1.1\r\nHost: localhost\r\nContent-Le");
    await answers();
    for (const socket of sockets) socket.destroy();
  });

  it("refuses bodies that unpack to more than the limit, without unpacking them", async () => {
    const before = memoryOf(served.pid);
    const bomb = gzipSync(Buffer.alloc(200_000_000, " "));
    const refused = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const headers = { "content-encoding": "gzip", "content-type": "application/json" };
        const response = await fetch(`${served.url}/threads`, { method: "POST", headers, body: bomb });
        return response.status;
      }),
    );
    expect(new Set(refused)).toEqual(new Set([413]));
    expect(memoryOf(served.pid) - before).toBeLessThan(150_000_000);
    await answers();
  });
});

/** Resident, in bytes; 0 where /proc is missing. */
function memoryOf(pid: number): number {
  try {
    const [, kilobytes = "0"] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kilobytes) * 1_000;
  } catch {
    return 0;
  }
}
