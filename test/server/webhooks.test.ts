/** Webhooks of runs, over HTTP: signed, sent again with the same id and bytes, replayed, and never sent to a private network. */
import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../persistence/connection/database.ts";
import { post } from "../../runtime/webhooks/post.ts";
import { addressOf, isPublic } from "../../runtime/webhooks/public-address.ts";
import { describeOnBoth } from "../support/databases.ts";
import { patient } from "../support/servers/patient.ts";
import { until } from "../support/until.ts";
import { graph as raw } from "./raw/graph.ts";
import { jsonOf, type Served, serveOn } from "./serve-graphs.ts";

interface Received {
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const received: Received[] = [];
/** Statuses of the next responses; then 200. */
let statuses: number[] = [];
const receiver = createServer(patient, async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  received.push({ path: request.url, headers: request.headers, body });
  response.writeHead(statuses.shift() ?? 200, { location: "/elsewhere" }).end();
});
beforeAll(() => new Promise<void>((done) => receiver.listen(0, "127.0.0.1", done)));
afterAll(() => receiver.close());
beforeEach(() => {
  received.length = 0;
  statuses = [];
});
const port = () => (receiver.address() as AddressInfo).port;
const address = (path: string) => `http://127.0.0.1:${port()}${path}`;
const secret = `whsec_${Buffer.from("a secret of 24 bytes or so").toString("base64")}`;
const arrived = (count: number) => until(`${count} webhooks`, async () => received.length >= count && received);

describeOnBoth("webhooks", (open) => {
  let database: Database;
  let served: Served;
  const toApp: unknown[] = [];
  beforeAll(async () => {
    database = await open();
    served = await serveOn(
      database,
      { raw },
      {
        webhooks: {
          secrets: [secret, "an older one"],
          allowedHosts: ["127.0.0.1"],
          retriesMs: [50, 100],
          resolve: async (host) => (host === "inside.example" ? [{ address: "10.0.0.7", family: 4 }] : []),
          toApp: async (path, { body }) => {
            toApp.push([path, JSON.parse(body).status]);
            return 204;
          },
        },
      },
    );
  });
  afterAll(() => served.close());
  const runTo = async (webhook: string, what = "greet") => {
    const { thread_id } = await served.client.threads.create();
    await served.client.runs.wait(thread_id, "raw", { input: { what }, webhook, raiseError: false });
    const [run] = await served.client.runs.list(thread_id);
    return { thread: thread_id, run: run?.run_id ?? "" };
  };
  const webhookOf = async (run: string) => (await jsonOf(fetch(`${served.url}/webhooks?run_id=${run}`)))[0];
  const ended = (run: string, status: string) =>
    until(`a webhook that is ${status}`, async () => {
      const webhook = await webhookOf(run);
      return webhook?.status === status && webhook;
    });

  it("tells the run, its times and values, signed by each secret", async () => {
    const { run, thread } = await runTo(address("/hook"));
    const [hook] = await arrived(1);
    const { headers, body = "" } = hook ?? {};
    expect(JSON.parse(body)).toMatchObject({
      ...{ run_id: run, thread_id: thread, status: "success", values: { log: ["greet greet"] } },
      ...{ run_started_at: expect.stringMatching(/Z$/), run_ended_at: expect.stringMatching(/Z$/), kwargs: { webhook: address("/hook") } },
    });
    const signed = `${headers?.["webhook-id"]}.${headers?.["webhook-timestamp"]}.${body}`;
    const by = (key: Buffer | string) => `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
    expect(headers?.["webhook-signature"]).toBe(`${by(Buffer.from(secret.slice(6), "base64"))} ${by("an older one")}`);
    expect(Math.abs(Number(headers?.["webhook-timestamp"]) - Date.now() / 1_000)).toBeLessThan(60);
    expect(await ended(run, "delivered")).toMatchObject({ webhook_id: headers?.["webhook-id"], attempts: 1, last_error: null });
  });

  it("tells of a failure, and of a run that was cancelled before it began", async () => {
    await runTo(address("/failed"), "fail");
    expect(JSON.parse((await arrived(1))[0]?.body ?? "")).toMatchObject({ status: "error", error: "this node fails" });
    const { thread_id } = await served.client.threads.create();
    const later = await served.client.runs.create(thread_id, "raw", { input: {}, webhook: address("/later"), afterSeconds: 60 });
    await served.client.runs.cancel(thread_id, later.run_id);
    expect(JSON.parse((await arrived(2))[1]?.body ?? "")).toMatchObject({ status: "interrupted", run_started_at: null });
  });

  it("sends again with the same id and bytes, and then gives up", async () => {
    statuses = [500, 429];
    const { run } = await runTo(address("/again"));
    const [first, ...others] = await arrived(3);
    for (const other of others) expect([other.headers["webhook-id"], other.body]).toEqual([first?.headers["webhook-id"], first?.body]);
    expect(await ended(run, "delivered")).toMatchObject({ attempts: 3 });
    statuses = [500, 500, 500];
    const lost = await runTo(address("/lost"));
    expect(await ended(lost.run, "failed")).toMatchObject({ attempts: 3, last_error: "it answered 500", next_attempt_at: null });
  });

  it("replays one with the same id and bytes", async () => {
    statuses = [410];
    const { run } = await runTo(address("/gone"));
    const failed = await ended(run, "failed");
    expect(failed).toMatchObject({ attempts: 1, last_error: "it answered 410" });
    const replayed = await fetch(`${served.url}/webhooks/${failed.webhook_id}/replay`, { method: "POST" });
    expect([replayed.status, await replayed.json()]).toEqual([202, expect.objectContaining({ status: "pending" })]);
    await ended(run, "delivered");
    const [first, second] = received;
    expect([second?.headers["webhook-id"], second?.body]).toEqual([first?.headers["webhook-id"], first?.body]);
    expect((await fetch(`${served.url}/webhooks/msg_nothing/replay`, { method: "POST" })).status).toBe(404);
  });

  it("follows no redirect", async () => {
    statuses = [302, 302, 302];
    const { run } = await runTo(address("/moved"));
    await ended(run, "failed");
    expect(received.map(({ path }) => path)).toEqual(["/moved", "/moved", "/moved"]);
  });

  it("sends nothing to a name that leads into a private network", async () => {
    const { run } = await runTo("https://inside.example/hook");
    expect(await ended(run, "failed")).toMatchObject({ last_error: "inside.example has the address 10.0.0.7, which is not public" });
  });

  it("gives a path alone to the project's own app", async () => {
    const { run } = await runTo("/custom/webhook");
    await ended(run, "delivered");
    expect(toApp.at(-1)).toEqual(["/custom/webhook", "success"]);
  });

  it.each([
    ["http://hooks.example/x", "only https"],
    ["ftp://127.0.0.1/x", "only https and http"],
    ["https://10.0.0.7/x", "not a public address"],
    ["https://[::1]/x", "not a public address"],
    ["https://0x0a000001/x", "not a public address"],
    ["https://ann:pw@hooks.example/x", "credentials"],
    ["nowhere", "not an address"],
  ])("refuses %s", async (webhook, message) => {
    const body = JSON.stringify({ assistant_id: "raw", input: {}, webhook });
    const answer = await fetch(`${served.url}/runs`, { method: "POST", body });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(message)]);
  });
});

describe("addresses", () => {
  it.each(["8.8.8.8", "1.1.1.1", "2606:4700::1111"])("%s is public", (ip) => {
    expect(isPublic({ address: ip, family: ip.includes(":") ? 6 : 4 })).toBe(true);
  });

  it.each([
    ...["127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255"],
    ...["::1", "::", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "2001:db8::1", "ff02::1"],
  ])("%s is not", (ip) => {
    expect(isPublic({ address: ip, family: ip.includes(":") ? 6 : 4 })).toBe(false);
  });

  it("refuses a name with one private address beside public ones", async () => {
    const resolve = async () => [
      { address: "8.8.8.8", family: 4 },
      { address: "192.168.0.1", family: 4 },
    ];
    await expect(addressOf(new URL("https://both.example"), { resolve })).rejects.toThrow("192.168.0.1, which is not public");
  });

  it("connects to the address that was checked, whatever the name means by then", async () => {
    // a second look at the name would lead elsewhere, or nowhere: .invalid never resolves
    expect(
      await post(new URL(`http://rebound.invalid:${port()}/pinned`), { address: "127.0.0.1", family: 4 }, { headers: {}, body: "{}" }),
    ).toBe(200);
    expect(received.map(({ path, headers }) => [path, headers.host])).toEqual([["/pinned", `rebound.invalid:${port()}`]]);
    let looks = 0;
    const resolve = async () => [{ address: looks++ === 0 ? "8.8.8.8" : "127.0.0.1", family: 4 }];
    expect(await addressOf(new URL("https://rebinding.example"), { resolve })).toEqual({ address: "8.8.8.8", family: 4 });
    expect(looks).toBe(1);
  });
});
