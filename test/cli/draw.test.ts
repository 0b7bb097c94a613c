/** `signalbox draw`: formats, files, and its refusal to draw an invalid graph. */
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { patient } from "../support/servers/patient.ts";
import { callCli } from "./call-cli.ts";

const good = "test/cli/projects/good/graph.yaml";

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-draw-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A server that responds to every request alike, and the routes that it was asked for. */
async function serverWith(body: unknown, status = 200): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer(patient, (request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

describe("signalbox draw", () => {
  it("prints Mermaid text", async () => {
    const { code, stdout } = await callCli(["draw", good]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^---\ntitle: "refunds, version 2"\n---\nflowchart TD\n/);
  });

  it("prints an SVG when asked, and writes one when the file's name says so", async () => {
    const out = join(freshFolder(), "desk.svg");
    const printed = await callCli(["draw", good, "--format", "svg"]);
    const written = await callCli(["draw", good, "--out", out]);
    expect(written).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(readFileSync(out, "utf8")).toBe(printed.stdout);
    expect(printed.stdout).toMatch(/^<svg /);
  });

  it("highlights the path of a thread's last turn, read from a server", async () => {
    const path = [{ node: "triage", label: "billing", target: "findOrder" }];
    const { url, asked } = await serverWith({ turns: [{ path: [] }, { path }] });
    const { code, stdout } = await callCli(["draw", good, "--path", "thread-1", "--url", url]);
    expect(code).toBe(0);
    expect(asked).toEqual(["/threads/thread-1/path"]);
    expect(stdout).toContain("class technicalAgent,_end,_wait is_faint");
  });

  it("exits with 2 when there is no server or no thread", async () => {
    const none = await callCli(["draw", good, "--path", "t", "--url", "http://127.0.0.1:1"]);
    expect({ code: none.code, message: none.stderr }).toEqual({ code: 2, message: expect.stringContaining("[SERVER_UNREACHABLE]") });
    const { url } = await serverWith({ code: "THREAD_NOT_FOUND", detail: "Thread t not found" }, 404);
    const refused = await callCli(["draw", good, "--path", "t", "--url", url]);
    expect({ code: refused.code, message: refused.stderr }).toEqual({
      code: 2,
      message: expect.stringContaining("Thread t not found"),
    });
  });

  it("exits with 1 and the issues for a wrong graph, and draws nothing", async () => {
    const { code, stdout, stderr } = await callCli(["draw", "test/cli/projects/wrong/graph.yaml"]);
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toContain('Graph "refunds" has 4 problems:');
  });

  it("exits with 2 for an unknown format, and for a folder that it cannot write to", async () => {
    expect((await callCli(["draw", good, "--format", "gif"])).code).toBe(2);
    const { code, stderr } = await callCli(["draw", good, "--out", join(freshFolder(), "none", "desk.svg")]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/desk\.svg cannot be written: ENOENT/);
  });
});
