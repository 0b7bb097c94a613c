/** A project of its own with tests of a graph and the coverage reporter, and the real vitest in a process of its own. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { Coverage } from "../../../testkit/coverage/coverage-file.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const here = new URL("project/", import.meta.url);

/** What vitest's bundler says on a slow machine. */
const SLOW = /\[PLUGIN_TIMINGS\][\s\S]*?for more details\.\s*/g;

/** The example of the reporter. */
export function reporterExample(): string {
  const source = readFileSync(`${root}testkit/reporter.ts`, "utf8");
  const example = /@example\n([\s\S]*?)\n \*\//.exec(source)?.[1] ?? "";
  return `${example.replaceAll(/^ \* ?/gm, "")}\n`;
}

/** The package is left to Node, as an installed one is. */
const exampleHere = (): string =>
  reporterExample()
    .replace("signalbox/testkit/reporter", `${root}testkit/reporter.ts`)
    .replace("test: {", `test: { server: { deps: { external: [new RegExp(${JSON.stringify(root)})] } },`);

export class FixtureProject {
  readonly folder: string = mkdtempSync(join(tmpdir(), "signalbox-fixture-"));

  /** `cases`: files of project/ that are tests. */
  constructor(...cases: readonly string[]) {
    symlinkSync(`${root}node_modules`, join(this.folder, "node_modules"));
    mkdirSync(join(this.folder, "tmp"));
    this.write("package.json", '{ "type": "module" }');
    this.write("vitest.config.ts", exampleHere());
    this.write("refunds.ts", this.read("refunds.ts"));
    for (const name of cases) this.write(`${name}.test.ts`, this.read(`${name}.case.ts`));
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  /** A file of project/, whose imports work from anywhere. */
  read(name: string): string {
    return readFileSync(new URL(name, here), "utf8").replaceAll("../../../../", root);
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  vitest(...args: readonly string[]) {
    const { NO_COLOR: _, FORCE_COLOR: __, ...machine } = process.env;
    const own = Object.fromEntries(Object.entries(machine).filter(([name]) => !name.startsWith("VITEST")));
    const child = spawn(process.execPath, [`${root}node_modules/vitest/vitest.mjs`, ...args], {
      cwd: this.folder,
      env: { ...own, TMPDIR: join(this.folder, "tmp") },
      stdio: ["ignore", "pipe", "pipe"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    return child;
  }

  async run(...args: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const child = this.vitest("run", ...args);
    const said = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const)
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        said[stream] += text;
      });
    const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
    return { code, stdout: said.stdout, stderr: said.stderr.replace(SLOW, "") };
  }

  coverage(): Coverage {
    return JSON.parse(readFileSync(join(this.folder, "graph-coverage/coverage.json"), "utf8")) as Coverage;
  }
}
