/** The TypeScript blocks of a page as modules, named as a reader would name the files. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { blocksIn, fromHere, root } from "./markdown.ts";

export interface PageModule {
  /** Relative to the page's folder. */
  readonly file: string;
  readonly code: string;
  /** The block that it is, for messages. */
  readonly name: string;
}

/** Pages whose blocks continue one another, so that all of them together are one module. */
const CONTINUED = new Set(["docs/language.md"]);

/** Files of the repository that a page's blocks import, by the path that a user's project would have. */
const FILES: Readonly<Record<string, string>> = {
  "../graph/refund-desk.ts": "examples/refund-desk/graph/refund-desk.ts",
  "../graphs/refunds.ts": "test/testkit/coverage/project/refunds.ts",
};

/** A block whose first line is `// name.ts` has that name; otherwise the first one is graph.ts. */
export function modulesOf(page: string): PageModule[] {
  const blocks = blocksIn(page).filter(({ language }) => language === "ts");
  if (CONTINUED.has(page)) return [{ file: "graph.ts", code: fromHere(blocks.map(({ code }) => code).join("\n")), name: page }];
  return blocks.map(({ code, name }, index) => ({
    file: /^\/\/ ([\w.-]+\.ts)\n/.exec(code)?.[1] ?? (index === 0 ? "graph.ts" : `block-${index}.ts`),
    code: fromHere(withFiles(code)),
    name,
  }));
}

const withFiles = (code: string): string =>
  code.replaceAll(/from "(\.\.\/[\w./-]+)"/g, (line, path: string) => (FILES[path] ? `from "${root}${FILES[path]}"` : line));

/** A folder of its own inside the project, where the blocks of pages are written in order to run. */
export class PageFolder {
  readonly path: string;
  readonly fromRoot: string;

  constructor(name: string) {
    this.fromRoot = `.signalbox/docs-${process.pid}-${name}`;
    this.path = root + this.fromRoot;
    rmSync(this.path, { recursive: true, force: true });
  }

  write(file: string, text: string): string {
    const path = join(this.path, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  /** A file of the repository that imports the package by its name. */
  copy(file: string): void {
    this.write(file, fromHere(readFileSync(root + file, "utf8")));
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
