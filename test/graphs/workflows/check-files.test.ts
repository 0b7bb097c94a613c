/** The checks of the code change, and how requests are read: by text alone, nothing is run. */
import { describe, expect, it } from "vitest";
import { problemsIn } from "../../../graphs/code-change/check-files.ts";
import { changesIn } from "../../../graphs/code-change/read-request.ts";
import { changeText } from "../../../graphs/code-change/step.ts";

const messages = (files: Record<string, string>) => problemsIn(files).map(({ file, message }) => `${file} ${message}`);
const a = "export function one() { return [1]; }\n";

describe("checks", () => {
  it("find nothing in files that fit together", () => {
    const files = { "a.ts": a, "b.ts": 'import { one } from "./a.ts";\nexport const two = one();\n', "R.md": "`one()` and `two(`" };
    expect(messages(files)).toEqual([]);
  });
  it.each([
    [
      "a name that is not exported",
      { "a.ts": a, "b.ts": 'import { on } from "./a.ts";' },
      "b.ts imports on from a.ts, which does not export it",
    ],
    [
      "a type that is not exported",
      { "a.ts": a, "b.ts": 'import { one, type T } from "./a.ts";' },
      "b.ts imports T from a.ts, which does not export it",
    ],
    ["a file that is not there", { "b.ts": 'import { one } from "./a.ts";' }, "b.ts imports from a.ts, which does not exist"],
    ["a name declared twice", { "a.ts": `${a}const one = 1;` }, "a.ts declares one twice"],
    ["a bracket too few", { "a.ts": "export function f() { return (1; }" }, 'a.ts has a "}" that closes nothing'],
    ["a bracket left open", { "a.ts": "export const f = [1" }, 'a.ts lacks a "]"'],
    ["a page about nothing", { "R.md": "call `gone(1)`" }, "R.md names gone(), which no file exports"],
  ])("find %s", (_, files, expected) => {
    expect(messages(files as Record<string, string>)).toEqual([expected]);
  });
  it("ignore brackets in strings, templates and comments", () => {
    expect(messages({ "a.ts": `const a = "(" + '[' + \`{\`; // (\n/* [ */\n` })).toEqual([]);
  });
});

describe("a request", () => {
  it("is read for renames and replacements, in their order", () => {
    expect(changesIn('Please replace "EUR" by "USD" and rename `total` to sum2')).toEqual([
      { find: "EUR", put: "USD", wholeWord: false },
      { find: "total", put: "sum2", wholeWord: true },
    ]);
    expect(changesIn("tidy up")).toEqual([]);
  });
  it("renames whole names only, and takes special characters literally", () => {
    expect(changeText("total cartTotal total2 x.total", [{ find: "total", put: "$&", wholeWord: true }])).toBe("$& cartTotal total2 x.$&");
    expect(changeText("a.b axb", [{ find: "a.b", put: "c", wholeWord: false }])).toBe("c axb");
  });
});
