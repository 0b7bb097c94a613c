/** `signalbox serve --overlay`: a file that does not fit stops the start in one clear line, before anything is opened. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { callCli } from "./call-cli.ts";

const overlay = (text: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), "signalbox-overlay-")), "production.yaml");
  writeFileSync(file, text);
  return file;
};
const serve = (graph: string, file: string) =>
  callCli(["serve", "--port", "0", "--overlay", `${graph}=${file}`], {
    env: { SIGNALBOX_DATA: mkdtempSync(join(tmpdir(), "signalbox-overlay-data-")) },
  });

it("names an unknown param and the nearest one", async () => {
  const { code, stderr } = await serve("support-desk", overlay("params:\n  refundLimitCent: 1\n"));
  expect(code).toBe(1);
  expect(stderr).toContain('"refundLimitCents"');
  expect(stderr).not.toContain("    at ");
});

it("names an unknown graph and the nearest one", async () => {
  const { code, stderr } = await serve("suport-desk", overlay("params: {}\n"));
  expect(code).toBe(1);
  expect(stderr).toContain('"support-desk"');
});
