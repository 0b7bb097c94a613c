/** What the README and the guides show compiles, runs and is drawn as shown. */
import { execFileSync } from "node:child_process";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { drawingOf } from "../../draw/drawing/drawing-of.ts";
import { svgOf } from "../../draw/formats/svg.ts";
import { supportDesk } from "../../graphs/support-desk/graph.ts";
import { normalise } from "../../language/graph/normalise.ts";
import { registryOf } from "../../language/registry/registry-of.ts";
import { blocksOf, fromHere, root, testModule } from "./markdown.ts";

const pages = ["README.md", "docs/guide/getting-started.md", "docs/guide/agents.md", "docs/guide/recovery.md"];

/** Every TypeScript block of a page as a file beside this one that only the compiler sees; the first one is graph.ts. */
function diagnosticsOf(page: string): string[] {
  const files = new Map(
    blocksOf(page, "ts").map((code, index) => [`${root}test/docs/${index === 0 ? "graph" : `block-${index}`}.ts`, fromHere(code, "../..")]),
  );
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile).config, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.getSourceFile = (name, target) => {
    const text = files.get(name);
    return text === undefined ? getSourceFile(name, target) : ts.createSourceFile(name, text, target);
  };
  const program = ts.createProgram([...files.keys()], { ...options, lib: [...(options.lib ?? []), "lib.dom.d.ts"] }, host);
  return [...files.keys()].flatMap((file) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(file))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
  );
}

describe.each(pages)("%s", (page) => {
  it("has examples that compile", { timeout: 120_000 }, () => {
    expect(blocksOf(page, "ts").length).toBeGreaterThan(1);
    expect(diagnosticsOf(page)).toEqual([]);
  });

  it("has a graph and a test that pass as printed", () => {
    const module = testModule(blocksOf(page, "ts"));
    execFileSync(process.execPath, ["--input-type=module-typescript", "--eval", module], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  });
});

describe("README.md", () => {
  it("shows the support desk as it is: `npm run draw:readme` draws it anew", async () => {
    const svg = await svgOf(drawingOf(normalise(supportDesk, registryOf(supportDesk))));
    await expect(svg).toMatchFileSnapshot("../../docs/images/support-desk.svg");
  });
});
