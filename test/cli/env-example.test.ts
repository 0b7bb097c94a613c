/** .env.example names every variable that the command line and its help know. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { callCli } from "./call-cli.ts";

it("names every variable of `signalbox serve --help`", async () => {
  const { stdout } = await callCli(["serve", "--help"]);
  const names = new Set(stdout.match(/\b(?:DATABASE_URL|PORT|HOST|LOG_LEVEL|SIGNALBOX_[A-Z_]+)\b/g));
  const example = readFileSync(new URL("../../.env.example", import.meta.url), "utf8");
  expect(names.size).toBeGreaterThan(4);
  for (const name of names) expect(example).toContain(`#${name}=`);
});
