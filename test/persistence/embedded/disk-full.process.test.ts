/** The embedded database ends when its disk is full or it crashes: requests hear it, and it is started again on the same files. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { freshPglite } from "../../support/databases.ts";

const hasPrlimit = spawnSync("prlimit", ["--version"]).status === 0;
const script = fileURLToPath(new URL("../processes/on-full-disk.ts", import.meta.url));

it.runIf(hasPrlimit)("answers DATABASE_UNAVAILABLE while its disk is full, and works again when there is room", async () => {
  const { dataFolder } = await freshPglite();
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, dataFolder], { encoding: "utf8", timeout: 150_000 });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(JSON.parse(stdout)).toEqual({
    full: Array.from({ length: 3 }, () => "DATABASE_UNAVAILABLE: the database's disk is full"),
    again: ["1", "2"],
    heard: ["before", "after"],
  });
});
