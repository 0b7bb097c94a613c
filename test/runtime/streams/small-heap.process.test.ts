/** With a heap of 140 MB, of which the program itself takes more than half. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { freshPostgres } from "../../support/databases.ts";

describe("a process with a small heap", () => {
  it.each(["ended", "active", "readers"])("survives the events of runs: %s", async (what) => {
    const { url } = await freshPostgres();
    const script = fileURLToPath(new URL("./small-heap.ts", import.meta.url));
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--max-old-space-size=140", script, url, what], { encoding: "utf8" });
    expect({ status, stderr: stderr.slice(0, 500) }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("ok");
  });
});
