/** The langgraph.json of every page is read as `signalbox serve` reads it, and names what the page says. */
import { existsSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { readProject } from "../../cli/project/project.ts";
import { tokenPrincipals } from "../../server/identity/jwt/token-principals.ts";
import { blockNamed, root } from "./pages/markdown.ts";
import { PageFolder } from "./pages/page-modules.ts";

const folder = new PageFolder("config");
afterAll(() => folder.remove());

it.each(["docs/guide/getting-started.md#3-a-server json", "docs/guide/getting-started.md#5-your-own-tables json"])("%s", (name) => {
  const { graphs, migrations } = readProject(folder.write("langgraph.json", blockNamed(name)), { cwd: root });
  expect(graphs.letters).toEqual({ file: `${folder.path}/signalbox.ts`, name: "letters" });
  expect(Object.values(migrations)).toEqual(name.includes("#5") ? [`${folder.path}/migrations`] : []);
});

it("sets how long the store keeps items as docs/guide/store.md shows", () => {
  const { store } = readProject(folder.write("store.json", blockNamed("docs/guide/store.md#time-to-live json")), { cwd: root });
  expect(store).toEqual({ defaultTtlMinutes: 43_200, refreshOnRead: true });
});

it("sets by what the store is searched as docs/guide/store.md shows", () => {
  const { storeIndex } = readProject(folder.write("index.json", blockNamed("docs/guide/store.md#search-by-meaning json")), { cwd: root });
  expect(storeIndex).toEqual({ embed: { file: `${folder.path}/embed.ts`, name: "embed" }, dims: 1536, fields: ["text", "parts[*].text"] });
});

it("names the application's own routes as docs/guide/own-routes.md shows", () => {
  const { app } = readProject(folder.write("routes.json", blockNamed("docs/guide/own-routes.md#routes-of-your-own json")), { cwd: root });
  expect(app).toEqual({ file: `${folder.path}/routes.ts`, name: "app" });
});

it("docs/cli.md names files of this repository", () => {
  folder.write("langgraph.json", blockNamed("docs/cli.md#langgraphjson json"));
  const { graphs, migrations } = readProject(`${folder.path}/langgraph.json`, { cwd: root });
  const files = [...Object.values(graphs).map(({ file }) => file), ...Object.values(migrations)];
  expect(files.length).toBe(2);
  for (const file of files) expect(existsSync(file.replace(folder.path, root)), file).toBe(true);
});

it("lists the headers that reach a graph as docs/security.md shows", () => {
  const text = blockNamed("docs/security.md#headers-that-reach-a-graph json");
  const { configurableHeaders } = readProject(folder.write("headers.json", text), { cwd: root });
  expect(configurableHeaders).toEqual({ includes: ["x-user-id", "x-trace-*"], excludes: ["x-trace-secret"] });
});

it("accepts tokens as docs/guide/auth.md shows", () => {
  const { jwt } = readProject(folder.write("jwt.json", blockNamed("docs/guide/auth.md#tokens-of-an-identity-provider json")), {
    cwd: root,
  });
  expect(jwt && tokenPrincipals(jwt)).toBeDefined();
  expect(jwt?.claims?.tenant).toBe("org_id");
});
