/** A kind answers every question about itself: what distinguishes kinds is in the kinds' own files. */
import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { kinds } from "../../../language/kinds/all.ts";

const root = resolve(import.meta.dirname, "../../..");

it("branches on a kind only in the kind's own files", () => {
  const names = Object.keys(kinds).join("|");
  const branch = new RegExp(`\\b[kK]ind\\b\\s*[!=]==\\s*"(${names})"|case "(${names})":|\\bkind\\s+in\\b`);
  const own =
    /^(nodes|test|graphs|examples|docs|bench|testkit\/kinds)\/|^language\/kinds\/[a-z]+\/|^draw\/kind-looks\.ts$|node_modules|^dist\//;
  const files = globSync("**/*.ts", { cwd: root, exclude: (path) => /(^|\/)(node_modules|dist)$/.test(path) }).filter(
    (file) => !own.test(file),
  );
  expect(files.length).toBeGreaterThan(300);
  const found = files.flatMap((file) =>
    readFileSync(join(root, file), "utf8")
      .split("\n")
      .flatMap((line, index) => (branch.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
  );
  expect(found).toEqual([]);
});

it("parses labels and targets only in language/terms/labels.ts", () => {
  const surgery =
    /startsWith\(["'`](end|error|handoff|signal):|["'`](end|error|handoff|signal):["'`]|`(end|error|handoff|signal):\$|[!=]== "(end|wait|join)"/;
  const files = globSync("{language,telemetry,draw,nodes,compile,persistence,runtime,server,testkit,cli}/**/*.ts", { cwd: root });
  const found = files.flatMap((file) =>
    file === "language/terms/labels.ts"
      ? []
      : readFileSync(join(root, file), "utf8")
          .split("\n")
          .flatMap((line, index) => (surgery.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
  );
  expect(found).toEqual([]);
});
