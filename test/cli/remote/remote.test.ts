/** The commands that speak to a running server, against a real one. */
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Io } from "../../../cli/program/io.ts";
import { webhookSettings } from "../../../cli/serving/webhook-settings.ts";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { serve } from "../../server/serve.ts";
import { freshPglite, opened } from "../../support/databases.ts";
import { until } from "../../support/until.ts";
import { callCli } from "../call-cli.ts";

let desk: Desk;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  const app = { file: fileURLToPath(new URL("./hooks-app.ts", import.meta.url)), name: "app" };
  const io = { env: { SIGNALBOX_WEBHOOK_SECRET: "a secret" }, cwd: "/" } as unknown as Io; // as `serve` makes them
  desk = await deskOn(await opened(await freshPglite()), { webhooks: webhookSettings({ app }, io) });
  server = await serve({ runtime: desk.runtime });
});
afterAll(async () => {
  await server.close(0);
  await desk.runtime.stop();
});

const call = (...argv: string[]) => callCli([...argv, "--url", server.url]);

async function json(...argv: string[]) {
  const { code, stdout, stderr } = await call(...argv, "--json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
}

it("follows a run to its question, and the decision to the end", async () => {
  const ran = await call("run", "refund-desk", "--input", '{"message":"hello"}', "--by", "rosa");
  expect(ran.code).toBe(0);
  const [thread = ""] = /[0-9a-f-]{36}/.exec(ran.stdout) ?? [];
  expect(ran.stdout).toMatch(/^triage/m);
  expect(ran.stdout).toContain("price -next-> approval");
  expect(ran.stdout).toContain("decisions: approve, edit, reject");

  const [question] = await json("inbox", "--thread", thread);
  expect((await call("inbox")).stdout).toContain(`${question.id}  refund-desk.approval  thread ${thread}`);
  const refused = await call("decide", question.id, "approve", "--by", "rosa");
  expect({ code: refused.code, text: refused.stderr }).toMatchObject({ code: 1, text: expect.stringContaining("[NOT_ALLOWED_TO_DECIDE]") });
  const decided = await call("decide", question.id, "edit", "--form", '{"amount":5}', "--by", "lea", "--role", "lead");
  expect(decided.stdout).toMatch(new RegExp(`^${question.id}: edit; run [0-9a-f-]+ continues thread ${thread}\n$`));
  await desk.settled(thread);
  expect(await json("show", thread)).toMatchObject({ status: "idle", questions: [], values: { receipt: "paid 5" } });
  expect((await json("threads", "--status", "idle")).map((found: { thread_id: string }) => found.thread_id)).toContain(thread);
  expect((await call("threads", "--graph", "nothing")).stdout).toBe("no threads\n");
  expect((await call("tail", thread)).stdout).toMatch(/^pay {2}receipt$/m);
});

it("prints a line of JSON for each event, and exits with 1 when the run fails", async () => {
  const failing = await call("run", "steps", "--input", '{"script":{"noAsk":true,"fail":"n3"}}', "--json");
  const lines = failing.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(failing.code).toBe(1);
  expect(lines.map(({ event }) => event)).toEqual(["metadata", "updates", "updates", "error", "end"]);
  expect(lines.at(-1).data).toMatchObject({ status: "error", error: expect.stringContaining("n3 fails") });
  const [{ thread_id }] = await json("threads", "--status", "error");
  const [run] = await desk.runtime.runs.list(thread_id, { limit: 1, offset: 0 });
  expect((await json("retry", thread_id, run?.run_id ?? "")).thread_id).toBe(thread_id);
});

it("cancels what has not ended", async () => {
  const { thread_id } = await desk.begin({ script: { noAsk: true, slow: "n2", slowMs: 60_000 } }, "steps");
  const cancelled = await call("cancel", thread_id);
  expect(cancelled.stdout).toMatch(/^run [0-9a-f-]{36} is cancelled\n$/);
  expect((await call("cancel", thread_id)).stdout).toBe("no run is under way\n");
});

it("shows what became of webhooks to the project's own app, and sends one again", async () => {
  const runTo = async (webhook: string) => {
    const { thread_id } = await desk.runtime.threads.create({});
    const run = await desk.runtime.runs.create(thread_id, { assistant_id: "steps", input: { script: { noAsk: true } }, webhook });
    await desk.runtime.runs.join(thread_id, run.run_id);
    return run.run_id;
  };
  const ended = (run: string, status: string) =>
    until(`a webhook that is ${status}`, async () => (await json("webhooks", "--run", run, "--status", status))[0]);
  const done = await ended(await runTo("/hooks/done"), "delivered");
  expect(done).toMatchObject({ url: "/hooks/done", attempts: 1, last_error: null });
  const closed = await runTo("/hooks/closed");
  const failed = await ended(closed, "failed");
  expect((await call("webhooks", "--limit", "1")).stdout).toBe(
    `${failed.webhook_id}  failed  /hooks/closed  run ${closed}\n  attempts: 1, it answered 410\n`,
  );
  expect((await json("webhooks")).map(({ webhook_id }: { webhook_id: string }) => webhook_id)).toEqual([
    failed.webhook_id,
    done.webhook_id,
  ]);

  expect((await call("replay", failed.webhook_id)).stdout).toBe(`webhook ${failed.webhook_id} is sent again to /hooks/closed\n`);
  await ended(closed, "failed");
  expect(await json("replay", done.webhook_id)).toMatchObject({ webhook_id: done.webhook_id, status: "pending" });
  await ended(done.run_id, "delivered");
  const none = await call("replay", "0198c2a4-0000-7000-8000-000000000001");
  expect({ code: none.code, text: none.stderr }).toMatchObject({ code: 1, text: expect.stringContaining("[WEBHOOK_NOT_FOUND]") });
  expect((await call("webhooks", "--status", "lost")).code).toBe(2);
  expect((await call("webhooks", "--run", "0198c2a4-0000-7000-8000-000000000001")).stdout).toBe("no webhooks\n");
});

it("says what is wrong with the command line", async () => {
  const noJson = await call("run", "steps", "--input", "{");
  expect({ code: noJson.code, text: noJson.stderr }).toMatchObject({ code: 2, text: expect.stringContaining("--input is not JSON") });
  const noForm = await call("decide", "i", "yes", "--form", "{");
  expect({ code: noForm.code, text: noForm.stderr }).toMatchObject({ code: 2, text: expect.stringContaining("--form is not JSON") });
  expect((await call("decide", "i")).code).toBe(2);
  const none = await callCli(["threads", "--url", "http://127.0.0.1:1"]);
  expect({ code: none.code, text: none.stderr }).toMatchObject({ code: 1, text: expect.stringContaining("[SERVER_UNREACHABLE]") });
  const unknown = await call("run", "nothing");
  expect({ code: unknown.code, text: unknown.stderr }).toMatchObject({ code: 1, text: expect.stringContaining("[ASSISTANT_NOT_FOUND]") });
});
