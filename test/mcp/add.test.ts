/** `signalbox mcp add`: what it writes is TypeScript that loads, and its tools work and fit what the server lists. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { callCli } from "../cli/call-cli.ts";
import { fromHere, root } from "../docs/pages/markdown.ts";
import { McpTestServer, said, structured } from "./start-mcp-server.ts";

const server = await new McpTestServer({
  create_issue: {
    description: 'Opens an "issue".',
    inputSchema: {
      properties: {
        title: { type: "string", minLength: 1, description: "Short." },
        labels: { type: "array", items: { enum: ["bug", "idea"] } },
        who: { anyOf: [{ type: "string" }, { type: "null" }] },
        place: { $ref: "#/$defs/place" },
        "odd-key": { type: ["integer", "boolean"] },
        more: { type: "object", additionalProperties: { type: "number" } },
      },
      required: ["title", "who"],
      $defs: { place: { type: "object", properties: { x: { type: "number", maximum: 9 } }, required: ["x"] } },
    },
    outputSchema: { properties: { number: { type: "integer" } }, required: ["number"] },
    run: () => structured({ number: 7 }),
  },
  "read.it": { annotations: { readOnlyHint: true }, run: () => said("text") },
}).start();

it("writes the tools of a server, and they work", async () => {
  const folder = mkdtempSync(join(root, ".signalbox/mcp-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const out = join(folder, "tracker.ts");
  const add = () =>
    callCli(["mcp", "add", server.url, "--name", "the-tracker", "--secret", "TOKEN", "--out", out], { env: { TOKEN: "t" } });
  expect(await add()).toMatchObject({ code: 0, stdout: `${out}: 2 tools of the-tracker\n` });
  const text = readFileSync(out, "utf8");
  expect(text).toContain(`export const theTracker = mcp("the-tracker", {"url":"${server.url}","credential":{"secret":"TOKEN"}}, {`);
  expect(text).toContain(
    'args: z.object({ title: z.string().min(1).describe("Short."), labels: z.array(z.enum(["bug","idea"])).optional(), who: z.string().nullable(), place: z.object({ x: z.number().max(9) }).optional(), "odd-key": z.union([z.int(), z.boolean()]).optional(), more: z.record(z.string(), z.number()).optional() }),',
  );
  expect(text).toContain(
    '  readIt: {\n    tool: "read.it",\n    effect: "none",\n    args: z.looseObject({}),\n    output: z.string(),\n  },',
  );
  expect(server.tokens).toContain("Bearer t");

  writeFileSync(out, fromHere(text));
  const { theTracker } = await import(out);
  const context = { signal: new AbortController().signal, idempotencyKey: "k", secret: () => "t" };
  expect(await theTracker.createIssue.run({ title: "A", who: null }, context)).toEqual({ number: 7 });
  expect(await theTracker.readIt.run({}, context)).toBe("text");
  await theTracker.readIt.server.close();
  expect(await add()).toMatchObject({ code: 2, stderr: expect.stringContaining("exists; name a new file") });
});

it("starts a command, and says why a server cannot be used", async () => {
  const program = new URL("./stdio-server.ts", import.meta.url).pathname;
  const { code, stdout } = await callCli(["mcp", "add", "--name", "local", "--", process.execPath, program]);
  expect([code, stdout]).toEqual([
    0,
    expect.stringContaining(`export const local = mcp("local", {"command":"${process.execPath}","args":["${program}"]}, {`),
  ]);
  expect(await callCli(["mcp", "add", "http://127.0.0.1:1/"])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("http://127.0.0.1:1/ cannot be used"),
  });
  expect(await callCli(["mcp", "add", "https://x.example", "--secret", "NONE"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("NONE is not set"),
  });
});
