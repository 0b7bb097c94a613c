/** The lock of a data folder: one process at a time, also after kill -9 and across containers. */
import { mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, it, onTestFinished } from "vitest";
import { takeLock } from "../../../persistence/embedded/lock-file.ts";
import { beginningOf } from "../../../persistence/embedded/process-beginning.ts";
import { startChild } from "../../support/child.ts";
import { freshPglite, opened } from "../../support/databases.ts";

const opener = join(import.meta.dirname, "../processes/open-data-folder.ts");
const emptyFolder = () => mkdtempSync(join(inject("run").folder, "lock-"));

it("refuses a second process and names the first one, until that has closed", async () => {
  const { dataFolder } = await freshPglite({ empty: true });
  const first = startChild(opener, dataFolder);
  expect(await first.line()).toBe("open");
  const refusal = await startChild(opener, dataFolder).line();
  expect(refusal).toMatch(/^DATA_FOLDER_LOCKED The data folder .* is in use by process/);
  expect(refusal).toContain(`process ${first.pid} (${process.execPath} ${opener} ${dataFolder})`);
  first.closeStdin();
  expect(await first.line()).toBe("closed");
  expect(await startChild(opener, dataFolder).line()).toBe("open");
});

it("is released by kill -9 of its owner, and every acknowledged row is kept", async () => {
  const { dataFolder } = await freshPglite({ empty: true });
  const first = startChild(opener, dataFolder);
  expect(await first.line()).toBe("open");
  await first.kill("SIGKILL");
  const database = await opened({ dataFolder });
  expect(await database.sql.query("select pid from marks")).toEqual([{ pid: first.pid }]);
});

it("lets in exactly one of many processes that find a dead owner's lock at once", async () => {
  const { dataFolder } = await freshPglite({ empty: true });
  const dead = startChild(opener, dataFolder);
  expect(await dead.line()).toBe("open");
  await dead.kill("SIGKILL");
  const answers = await Promise.all(Array.from({ length: 4 }, () => startChild(opener, dataFolder).line()));
  expect(answers.filter((answer) => answer === "open")).toHaveLength(1);
  expect(answers.filter((answer) => answer.startsWith("DATA_FOLDER_LOCKED"))).toHaveLength(3);
});

it("is not fooled by a later process with the dead owner's pid", async () => {
  const folder = emptyFolder();
  const release = await takeLock(folder);
  const [name = ""] = readdirSync(folder);
  const owner = JSON.parse(readFileSync(join(folder, name), "utf8"));
  expect(owner).toMatchObject({ pid: process.pid, began: beginningOf(process.pid) });
  release();
  writeFileSync(join(folder, name), JSON.stringify({ ...owner, began: `${owner.began}0` }));
  (await takeLock(folder))();
  expect(readdirSync(folder)).toEqual([]);
});

it("lets the same process open the folder again after it has closed", async () => {
  const folder = emptyFolder();
  const release = await takeLock(folder);
  await expect(takeLock(folder)).rejects.toMatchObject({ code: "DATA_FOLDER_LOCKED", facts: { pid: process.pid } });
  release();
  (await takeLock(folder))();
  expect(readdirSync(folder)).toEqual([]);
});

it("respects an owner in another container while it renews its claim", async () => {
  const folder = emptyFolder();
  const claim = join(folder, "lock-1-elsewhere");
  writeFileSync(claim, JSON.stringify({ pid: 1, began: "then", place: "elsewhere", command: "serve" }));
  const renewal = setInterval(() => utimesSync(claim, new Date(), new Date()), 50);
  onTestFinished(() => clearInterval(renewal));
  await expect(takeLock(folder, 2_000)).rejects.toMatchObject({ code: "DATA_FOLDER_LOCKED", facts: { pid: 1, command: "serve" } });
  clearInterval(renewal);
  (await takeLock(folder, 2_000))();
});
