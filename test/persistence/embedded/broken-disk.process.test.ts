/** The data folder is removed under an embedded database, or its disk fails: whoever asks hears it, in time. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { freshPglite } from "../../support/databases.ts";

const script = fileURLToPath(new URL("../processes/on-broken-disk.ts", import.meta.url));

it.each(["removed", "EIO"])("answers DATABASE_UNAVAILABLE, and never hangs: %s", async (how) => {
  const { dataFolder } = await freshPglite();
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, dataFolder, how], { encoding: "utf8", timeout: 150_000 });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const answers: string[] = JSON.parse(stdout);
  expect(answers).toHaveLength(12);
  expect(new Set([...answers, "done"])).toEqual(new Set(["done", "DATABASE_UNAVAILABLE"]));
});
