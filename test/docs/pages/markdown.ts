/** The pages of documentation and their code blocks. A block is named by its page, the heading above it and its language. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../../", import.meta.url));

export interface Block {
  readonly page: string;
  readonly language: string;
  readonly code: string;
  /** Such as `docs/cli.md#serve text`, with a number from the second one under a heading. */
  readonly name: string;
}

/** Every page that a reader finds in the repository, relative to its root. The corpus of the research desk is data, docs/reference/ is generated. */
export function pages(): string[] {
  const files = [".", "docs", ".changeset", "examples", "graphs", "bench"].flatMap((folder) =>
    readdirSync(root + folder, { recursive: folder !== ".", encoding: "utf8" }).map((file) =>
      folder === "." ? file : `${folder}/${file}`,
    ),
  );
  return files.filter((file) => file.endsWith(".md") && !/node_modules\/|\/corpus\/|^docs\/reference\//.test(file)).sort();
}

export const textOf = (page: string): string => readFileSync(root + page, "utf8");

/** The anchor of a heading, as GitHub makes it. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");

const FENCE = /^(?:(#+) (.+)|```(\S*)\n([\s\S]*?)^```)$/gm;

export function blocksIn(page: string): Block[] {
  const counts = new Map<string, number>();
  let anchor = "";
  return [...textOf(page).matchAll(FENCE)].flatMap(([, , heading, language = "", code]) => {
    if (heading !== undefined) anchor = anchorOf(heading);
    if (code === undefined) return [];
    const name = `${page}#${anchor} ${language}`;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return [{ page, language, code, name: count === 1 ? name : `${name} ${count}` }];
  });
}

/** Blocks of one language, in the page's order. */
export const blocksOf = (page: string, language: string): string[] =>
  blocksIn(page).flatMap((block) => (block.language === language ? [block.code] : []));

/** The package's entries as files, so that a block compiles and runs here without being installed: "signalbox/runtime" is runtime/index.ts. */
export const fromHere = (code: string): string =>
  code.replaceAll(/"signalbox((?:\/\w+)*)"/g, (_, entry: string) =>
    entry === "/testkit/reporter" ? `"${root}testkit/reporter.ts"` : `"${root}${entry ? `${entry.slice(1)}/` : ""}index.ts"`,
  );

/** The code of a block by its name: the tests that run blocks name them, and blocks.test.ts finds those that no test names. */
export function blockNamed(name: string): string {
  const page = name.slice(0, name.indexOf("#"));
  const block = blocksIn(page).find((candidate) => candidate.name === name);
  if (!block)
    throw new Error(
      `${page} has no block "${name}": it has ${blocksIn(page)
        .map((candidate) => candidate.name)
        .join(", ")}`,
    );
  return block.code;
}

/** A page with other code in some of its blocks: what a snapshot of the page is compared with, so that `-u` writes it. */
export function pageWith(codes: Readonly<Record<string, string>>): string {
  const [page = ""] = Object.keys(codes).map((name) => name.slice(0, name.indexOf("#")));
  return Object.entries(codes).reduce((text, [name, code]) => text.replace(blockNamed(name), () => code), textOf(page));
}
