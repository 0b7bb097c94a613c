/** Every decision follows one template, and the index lists all of them: `npx vitest run test/docs/decisions.test.ts -u` rewrites the index. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { root } from "./pages/markdown.ts";

const folder = `${root}docs/decisions/`;
const files = readdirSync(folder).filter((file) => /^\d/.test(file));
const textOf = (file: string): string => readFileSync(folder + file, "utf8");

const TEMPLATE =
  /^# (\d{4})\. (.+)\n\nStatus: (accepted|superseded by \[\d{4}\]\([\w.-]+\))\\\nDate: (\d{4}-\d{2}-\d{2})\n\n## Context\n\n[\s\S]+\n## Decision\n\n[\s\S]+\n## Price\n\n[\s\S]+\n$/;

it.each(files)("%s follows the template", (file) => {
  const text = textOf(file);
  expect(text).toMatch(TEMPLATE);
  expect(text).toContain(`# ${file.slice(0, 4)}. `);
  expect(text.match(/^## .+$/gm)).toEqual(["## Context", "## Decision", "## Price"]);
});

it("lists every decision in the index", async () => {
  const rows = files.map((file) => {
    const [, number, title, status, date] = TEMPLATE.exec(textOf(file)) ?? [];
    return `| [${number}](${file}) | ${title} | ${status} | ${date} |`;
  });
  const index = readFileSync(`${folder}README.md`, "utf8");
  const table = ["| number | decision | status | date |", "| --- | --- | --- | --- |", ...rows].join("\n");
  const updated = index.replace(/\| number[\s\S]*\n\|.*\n/, () => `${table}\n`);
  await expect(updated).toMatchFileSnapshot(`${folder}README.md`);
});
