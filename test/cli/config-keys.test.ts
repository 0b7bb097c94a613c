/** Which keys of a langgraph.json are read, pass, or are refused by name: never one that would change what is served and is ignored. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readProject } from "../../cli/project/project.ts";

const cwd = mkdtempSync(join(tmpdir(), "signalbox-config-"));
afterAll(() => rmSync(cwd, { recursive: true }));

const graphs = { desk: "./desk.ts:desk" };
const read = (config: object) => {
  writeFileSync(join(cwd, "langgraph.json"), JSON.stringify({ graphs, ...config }));
  return readProject("langgraph.json", { cwd });
};

describe("langgraph.json", () => {
  it.each([
    { $schema: "https://langgra.ph/schema.json", node_version: "24", dependencies: ["."], dockerfile_lines: ["RUN x"], env: ".env" },
    { python_version: "3.12", pip_config_file: "pip.conf", pip_installer: "uv", keep_pkg_tools: true, image_distro: "wolfi" },
    {
      base_image: "x",
      api_version: "0.3",
      docker_compose_file: "c.yml",
      node_loader: "x",
      _INTERNAL_docker_tag: "x",
      ui_config: { shared: [] },
    },
    { http: null, auth: null, store: null, checkpointer: null, ui: null, webhooks: null, encryption: null, signalbox: null },
    { http: { disable_assistants: false, disable_store: true, disable_mcp: true, logging_headers: { includes: ["x-a"], excludes: [] } } },
    { http: { cors: null, configurable_headers: null, app: null }, store: {}, auth: { disable_studio_auth: true }, ui: {} },
    { graphs: { desk: { path: "./desk.ts:desk", description: "The desk" } } },
  ])("takes %j", (config) => {
    expect(Object.keys(read(config).graphs)).toEqual(["desk"]);
  });

  it("takes what is served", () => {
    const cors = { allow_origins: ["https://a.example"], max_age: 60 };
    const headers = { includes: ["x-a"], excludes: null };
    expect(read({ http: { cors, configurable_headers: headers }, signalbox: { migrations: { m: "./m" } } })).toMatchObject({
      ...{ cors, configurableHeaders: headers, migrations: { m: join(cwd, "m") } },
    });
  });

  it("takes the application's own routes and components, and leaves parts of the API out", () => {
    const http = { app: "./app.ts:app", disable_store: true, disable_meta: true, disable_runs: false };
    expect(read({ http, ui: { card: "./card.tsx" } })).toMatchObject({
      app: { file: join(cwd, "app.ts"), name: "app" },
      ui: { files: { card: "./card.tsx" }, config: {} },
      disabled: ["meta", "store"],
    });
  });

  it("finds the Auth object, and lets Studio in beside it only where that is said", () => {
    const auth = { file: join(cwd, "auth.ts"), name: "auth" };
    expect(read({ auth: { path: "./auth.ts:auth" } })).toMatchObject({ auth, studioAuth: false });
    expect(read({ auth: { path: "./auth.ts:auth", disable_studio_auth: false } })).toMatchObject({ auth, studioAuth: true });
  });

  it.each([
    [{ auth: { path: 7 } }, "auth.path: "],
    [{ http: { app: "./app.ts" } }, 'http.app: must be "./file.ts:export"'],
    [{ http: { enable_custom_route_auth: false } }, "http.enable_custom_route_auth: the app's own routes are always behind authentication"],
    [{ http: { mount_prefix: "/api" } }, "http.mount_prefix: this version does not support"],
    [{ store: { index: { dims: 8, embed: "x" } } }, 'store.index.embed: must be "./file.ts:export"'],
    [{ store: { index: { dims: 8, embed: "openai:text-embedding-3-small" } } }, "store.index.embed: a model's name is not served"],
    [{ store: { index: { dims: 0, embed: "./embed.ts:embed" } } }, "store.index.dims"],
    [{ store: { ttl: { default_ttl: "5" } } }, "store.ttl.default_ttl"],
    [{ checkpointer: { ttl: { default_ttl: 60 } } }, "checkpointer: this version does not support"],
    [{ ui: { card: 1 } }, "ui.card"],
    [{ webhooks: { headers: { a: "b" } } }, "webhooks: this version does not support webhooks"],
    [{ encryption: { path: "./e.ts:e" } }, "encryption: this version does not support"],
    [{ graph: {} }, '"graph" is not known. Did you mean "graphs"?'],
    [{ enviroment: {} }, '"enviroment" is not known. Known: "$schema"'],
    [{ http: { cor: {} } }, 'http: "cor" is not known. Did you mean "cors"?'],
    [{ http: { cors: { allow_origin: ["*"] } } }, 'http.cors: "allow_origin" is not known. Did you mean "allow_origins"?'],
    [
      { http: { configurable_headers: { include: ["x-a"] } } },
      'http.configurable_headers: "include" is not known. Did you mean "includes"?',
    ],
    [{ signalbox: { migration: {} } }, 'signalbox: "migration" is not known. Did you mean "migrations"?'],
    [{ graphs: { desk: { path: "./desk.ts:desk", descripton: "" } } }, "graphs.desk"],
    [{ graphs: { desk: "./desk.ts" } }, "graphs.desk"],
  ])("refuses %j by name", (config, message) => {
    let refused: unknown;
    try {
      read(config);
    } catch (error) {
      refused = error;
    }
    expect(refused).toMatchObject({ code: "CONFIG_INVALID", message: expect.stringContaining(message) });
  });
});
