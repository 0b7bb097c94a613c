/** The variables of langgraph.json: every command sees the same ones, whether they are in a file or in langgraph.json itself. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { callCli } from "./call-cli.ts";

const projects = fileURLToPath(new URL("projects", import.meta.url));
const graph = `${projects}/good/approval.yaml`;
const nowhere = "postgres://u:geheim@127.0.0.1:1/x";

/** A langgraph.json in a folder of its own, with its variables in a file or an object. */
function project(
  form: "file" | "object",
  variables: Readonly<Record<string, string>>,
  graphs = { keyless: "keyless/signalbox.ts:helper" },
) {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-env-"));
  const file = Object.entries(variables).map(([name, value]) => `${name}="${value}"\n`);
  writeFileSync(join(folder, "production.env"), file.join(""));
  const paths = Object.entries(graphs).map(([id, path]) => [id, `${projects}/${path}`]);
  const config = { graphs: Object.fromEntries(paths), env: form === "file" ? "production.env" : variables };
  writeFileSync(join(folder, "langgraph.json"), JSON.stringify(config));
  return { folder, config: join(folder, "langgraph.json") };
}

const opening: readonly (readonly [string, readonly string[]])[] = [
  ["serve", ["serve", "--port", "0"]],
  ["worker", ["worker"]],
  ["diff --live", ["diff", "--live", graph, graph]],
];

describe.each(["file", "object"] as const)("env of langgraph.json as %s", (form) => {
  it.each(opening)("names the database of %s", async (_command, args) => {
    const { config } = project(form, { DATABASE_URL: nowhere }, { keyless: "good/signalbox.ts:desk" });
    const { stderr } = await callCli([...args, "--config", config]);
    expect(stderr).toMatch(/Postgres at 127\.0\.0\.1:1\/x does not answer.*\[DATABASE_UNREACHABLE\]/);
    expect(stderr).not.toContain("geheim");
  });

  it.each(opening)("gives way to what the environment of %s already sets", async (_command, args) => {
    const { config } = project(form, { DATABASE_URL: nowhere }, { keyless: "good/signalbox.ts:desk" });
    const { stderr } = await callCli([...args, "--config", config], { env: { DATABASE_URL: "postgres://u:geheim@127.0.0.1:2/y" } });
    expect(stderr).toContain("127.0.0.1:2/y");
  });

  it.each(["serve", "worker"])("sets options of %s, and names the variable of a wrong one", async (command) => {
    const { config } = project(form, { SIGNALBOX_SLOTS: "many" });
    const { code, stderr } = await callCli([command, "--config", config]);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining("'many' from env 'SIGNALBOX_SLOTS'") });
  });

  it("has the keys of models for check", async () => {
    expect((await callCli(["check", "--config", project(form, {}).config])).stdout).toContain("[MISSING_SECRET]");
    expect((await callCli(["check", "--config", project(form, { OPENAI_API_KEY: "k" }).config])).code).toBe(0);
  });
});

it("continues without a file that is missing, and says so once", async () => {
  const { folder, config } = project("object", {});
  writeFileSync(config, JSON.stringify({ graphs: {}, env: ".env" }));
  const { code, stderr } = await callCli(["check", "--config", config]);
  expect(code).toBe(0);
  expect(stderr.trim().split("\n")).toEqual([expect.stringMatching(/^There is no .*\.env, which .*langgraph\.json names as its env: /)]);
  expect(stderr).toContain(folder.split("/").at(-1));
});

it.each([
  ["an env that is no text", JSON.stringify({ graphs: {}, env: 5 }), /env: must be the path of a \.env file/],
  ["a langgraph.json that is not JSON", "{", /langgraph\.json cannot be read/],
])("refuses %s, also for a command that names files", async (_what, text, message) => {
  const { config } = project("object", {});
  writeFileSync(config, text);
  const { code, stderr } = await callCli(["diff", "--live", graph, graph, "--config", config]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
});

it("checks without the keys of models by --no-secrets", async () => {
  const args = ["check", "--config", `${projects}/keyless/langgraph.json`];
  expect((await callCli(args)).code).toBe(1);
  const { code, stdout } = await callCli([...args, "--no-secrets"]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(": ok, ") });
});
