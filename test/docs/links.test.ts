/** Links between the pages lead somewhere, and files that the text names exist. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, it } from "vitest";
import { errors, issueCodes } from "../../language/index.ts";
import { anchorOf, pages, root, textOf } from "./pages/markdown.ts";

/** Without code blocks, whose paths are those of a reader's project. */
const proseOf = (page: string): string => textOf(page).replaceAll(/^```[\s\S]*?^```$/gm, "");

const anchorsOf = (page: string): Set<string> =>
  new Set([...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => anchorOf(heading.replaceAll("`", ""))));

it.each(pages())("%s has links that lead somewhere", (page) => {
  const links = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link).filter((link) => !/^https?:/.test(link));
  const broken = links.filter((link) => {
    const [file = "", anchor] = link.split("#");
    const target = file === "" ? page : normalize(join(dirname(page), file));
    return !existsSync(root + target) || (anchor !== undefined && !anchorsOf(target).has(anchor));
  });
  expect(broken).toEqual([]);
});

/** Of this repository: in pages about it, not about a reader's project. */
const FOLDERS =
  "bench|checks|cli|compile|docs|draw|examples|graphs|inspect|language|mcp|nodes|openai|persistence|runtime|server|telemetry|test|testkit".split(
    "|",
  );

it.each(pages().filter((page) => !page.startsWith(".changeset/")))("%s names files that exist", (page) => {
  const paths = [...proseOf(page).matchAll(/`([\w.-]+\/[\w./-]*)`/g)].map(([, path = ""]) => path);
  const ours = paths.filter((path) => FOLDERS.includes(path.slice(0, path.indexOf("/"))));
  const made = ["docs/reference/"]; // by `npm run docs:api`
  expect(ours.filter((path) => !made.includes(path) && !existsSync(root + path))).toEqual([]);
});

const source = globSync(`{${FOLDERS.join(",")}}/**/*.{ts,sql}`, { cwd: root })
  .map((file) => readFileSync(root + file, "utf8"))
  .join("\n");

it.each(["ARCHITECTURE.md", "CONTRIBUTING.md"])("%s names code that exists", (page) => {
  const names = [...proseOf(page).matchAll(/`([A-Za-z]+(?:[A-Z_][A-Za-z]+)+)`/g)].map(([, name = ""]) => name);
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((name) => !source.includes(name))).toEqual([]);
});

/** Pages whose codes are all the framework's own; examples have codes of their own. */
const PAGES_OF_CODES = ["docs/api.md", "docs/cli.md", "docs/operations.md", "docs/troubleshooting.md", "docs/guide/from-langgraph.md"];
const codes = new Set([...Object.keys(errors), ...Object.keys(issueCodes)]);
const isVariable = (word: string): boolean =>
  /^(DATABASE_URL|SIGNALBOX|OPENAI|LANGCHAIN|LANGGRAPH|LANGSMITH|LOG|NO_COLOR|FORCE|ERR)/.test(word);

it.each(PAGES_OF_CODES)("%s names codes that exist", (page) => {
  const named = [...proseOf(page).matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(([, code = ""]) => code);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((code) => !codes.has(code) && !isVariable(code))).toEqual([]);
});
