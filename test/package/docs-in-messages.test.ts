/** A message that sends a user to a page names a page that the package contains. */
import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { errors, issueCodes } from "../../index.ts";

const root = new URL("../../", import.meta.url);

it("names only pages that are published", () => {
  const manifest: { files: string[] } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
  const texts = [...Object.values(errors), ...Object.values(issueCodes)].map((entry) => JSON.stringify(entry));
  const pages = texts.flatMap((text) => text.match(/\b[\w/-]+\.md\b/g) ?? []);
  expect(pages.length).toBeGreaterThan(1);
  expect(pages.filter((page) => !existsSync(new URL(page, root)) || !manifest.files.includes(page.split("/")[0] ?? ""))).toEqual([]);
});
