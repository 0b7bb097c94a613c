/** Links between the pages lead somewhere, and files that the text names exist. */
import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, it } from "vitest";
import { anchorOf, pages, root, textOf } from "./markdown.ts";

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
  "bench|checks|cli|compile|docs|draw|examples|graphs|inspect|language|nodes|openai|persistence|runtime|server|telemetry|test|testkit".split(
    "|",
  );

it.each(pages().filter((page) => !page.startsWith(".changeset/")))("%s names files that exist", (page) => {
  const paths = [...proseOf(page).matchAll(/`([\w.-]+\/[\w./-]*)`/g)].map(([, path = ""]) => path);
  const ours = paths.filter((path) => FOLDERS.includes(path.slice(0, path.indexOf("/"))));
  expect(ours.filter((path) => !existsSync(root + path))).toEqual([]);
});
