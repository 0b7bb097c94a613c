/** By which names the server may be called: a page of a foreign name that was made to point to this machine reads and decides nothing. */
import { connect } from "node:net";
import { hostname, networkInterfaces } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppOptions } from "../../../server/app.ts";
import { createApp } from "../../../server/app.ts";
import { type Listening, listen } from "../../../server/listen.ts";
import { serve, versions } from "../serve.ts";

const calls: string[] = [];
/** Only what these tests call. */
const runtime: AppOptions["runtime"] = {
  as: () => runtime,
  troubles: () => [],
  assistants: {},
  threads: {
    openSearch: async () => {
      calls.push("search");
      return { items: [], total: 0 };
    },
  },
  runs: {},
  interrupts: { decide: async () => calls.push("decide") },
} as unknown as AppOptions["runtime"];

let server: Listening;
beforeAll(async () => {
  server = await serve({ runtime });
});
afterAll(() => server.close());

const statusOf = async (...request: Parameters<typeof textOf>): Promise<number> =>
  Number(/^HTTP\/1\.1 (\d+)/.exec(await textOf(...request))?.[1]);

/** The response to these bytes. */
function textOf(lines: readonly string[], { port, host = "127.0.0.1" }: { port: number; host?: string } = server): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host, () => socket.end(`${lines.join("\r\n")}\r\n\r\n`));
    let text = "";
    socket.on("data", (data) => (text += data));
    socket.on("error", reject);
    socket.on("close", () => resolve(text));
  });
}
const get = (host: string, at?: { port: number; host?: string }): Promise<number> =>
  statusOf(["GET /ok HTTP/1.1", `Host: ${host}`, "Connection: close"], at);

describe("on loopback", () => {
  it.each([
    "localhost",
    "localhost:2024",
    "LocalHost",
    "localhost.",
    "localhost.:80",
    "desk.localhost:2024",
    "127.0.0.1",
    "127.0.0.1:1",
    "127.8.9.1",
    "[::1]",
    "[::1]:2024",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    hostname(),
  ])("answers to %s", async (host) => {
    expect(await get(host)).toBe(200);
  });

  it.each([
    "evil.example",
    "evil.example:2024",
    "EVIL.example.",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "evil-localhost",
    "evillocalhost:80",
    "0.0.0.0",
    "8.8.8.8",
    "[2001:db8::1]",
    "[::]",
    "someone",
    "localhost@evil.example",
    "localhost/evil.example",
    "localhost, evil.example",
    "localhost evil.example",
    "[::1",
    "::1",
    "localhost:80:80",
    "127.0.0.1#evil.example",
    ":2024",
    "",
  ])("refuses %j", async (host) => {
    expect(await get(host)).toBeGreaterThanOrEqual(400);
  });

  it("refuses before anything is read or decided, also a preflight and a page that calls itself its own", async () => {
    calls.length = 0;
    const own = { Host: "evil.example", Origin: "http://evil.example", "Content-Type": "text/plain" };
    for (const [method, path] of [
      ["POST", "/threads/search"],
      ["POST", "/interrupts/i/decision"],
      ["OPTIONS", "/threads"],
    ] as const) {
      const lines = Object.entries(own).map(([name, value]) => `${name}: ${value}`);
      expect(await statusOf([`${method} ${path} HTTP/1.1`, ...lines, "Content-Length: 0", "Connection: close"])).toBe(403);
    }
    expect(calls).toEqual([]);
  });

  it("refuses a request without a host, or with a second one", async () => {
    expect(await statusOf(["GET /ok HTTP/1.0"])).toBe(403);
    expect(await statusOf(["GET /ok HTTP/1.1", "Connection: close"])).toBe(400);
    expect(await statusOf(["GET /ok HTTP/1.1", "Host: localhost", "Host: evil.example", "Connection: close"])).toBe(403);
    expect(await statusOf(["GET /ok HTTP/1.1", "Host: evil.example", "Host: localhost", "Connection: close"])).toBe(403);
  });

  it("checks the host of a target that is a whole URL as well as the header", async () => {
    expect(await statusOf(["GET http://evil.example/ok HTTP/1.1", "Host: localhost", "Connection: close"])).toBe(403);
    expect(await statusOf(["GET http://localhost/ok HTTP/1.1", "Host: evil.example", "Connection: close"])).toBe(403);
    expect(await statusOf(["GET http://localhost/ok HTTP/1.1", "Host: localhost", "Connection: close"])).toBe(200);
  });

  it("says by which name it was called, and which setting allows it", async () => {
    const app = createApp({ runtime, versions });
    app.set("trust proxy", true);
    const { url, close } = await listen(app, 0);
    const { port } = new URL(url);
    const lines = ["GET /interrupts HTTP/1.1", "Host: desk.example:80", "Connection: close"];
    const text = await textOf(lines, { port: Number(port) });
    await close();
    expect(text).toContain('"code":"HOST_REFUSED"');
    expect(text).toContain(
      '\\"desk.example:80\\" is not a name of this server: if it should be, start the server with --allowed-hosts <names>',
    );
  });

  it("does not believe what a proxy says", async () => {
    const lines = [
      "GET /ok HTTP/1.1",
      "Host: evil.example",
      "X-Forwarded-Host: localhost",
      "Forwarded: host=localhost",
      "Connection: close",
    ];
    expect(await statusOf(lines)).toBe(403);
  });

  it("answers to names that are allowed", async () => {
    const app = createApp({ runtime, versions, allowedHosts: ["agents.example.com", "*.example.org"] });
    const named = await listen(app, 0);
    const seen = await Promise.all(
      ["agents.example.com", "Agents.Example.Com:443", "a.example.org", "a.b.example.org", "localhost"].map((host) => get(host, named)),
    );
    const refused = await Promise.all(
      ["example.com", "x.agents.example.com", "example.org", "evilexample.org"].map((host) => get(host, named)),
    );
    await named.close();
    expect(seen).toEqual([200, 200, 200, 200, 200]);
    expect(refused).toEqual([403, 403, 403, 403]);
  });

  it("refuses a setting that is no host", () => {
    expect(() => createApp({ runtime, versions, allowedHosts: ["https://agents.example.com"] })).toThrow(
      '"https://agents.example.com" in the allowed hosts is not a host: write agents.example.com, *.example.com or *',
    );
  });
});

const address = Object.values(networkInterfaces())
  .flat()
  .find((found) => found && !found.internal && found.family === "IPv4")?.address;

describe("over the network", () => {
  it.runIf(address)("answers to addresses and names without a dot, and to other names if they are allowed", async () => {
    const open = await listen(createApp({ runtime, versions }), 0, "0.0.0.0");
    const any = await listen(createApp({ runtime, versions, allowedHosts: ["*"] }), 0, "0.0.0.0");
    const at = { port: open.port, host: address as string };
    const answered = await Promise.all(
      [address as string, `${address}:80`, "192.0.2.1", "signalbox:2024", "localhost"].map((host) => get(host, at)),
    );
    const refused = await Promise.all([get("evil.example", at), get("192.0.2.1", { port: open.port })]);
    const allowed = await get("evil.example", { port: any.port, host: address as string });
    await Promise.all([open.close(), any.close()]);
    expect({ answered, refused, allowed }).toEqual({ answered: [200, 200, 200, 200, 200], refused: [403, 403], allowed: 200 });
  });
});
