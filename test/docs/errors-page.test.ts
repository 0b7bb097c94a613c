/** docs/errors.md says what the two catalogues say. `npx vitest run test/docs/errors-page.test.ts -u` writes it anew. */
import { expect, test } from "vitest";
import { errors, issueCodes } from "../../language/index.ts";

const row = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;

function errorsPage(): string {
  const issues = Object.entries(issueCodes).map(([code, { severity, title, repair }]) => row([`\`${code}\``, severity, title, repair]));
  const failures = Object.entries(errors).map(([code, { status, title, repair }]) => row([`\`${code}\``, status, title, repair]));
  return [
    "# Codes",
    "",
    "Every code is stable: match on it, not on the message. This page is generated from the two catalogues, `language/issues/issue-codes.ts` and `language/issues/errors.ts`.",
    "",
    "## Issues: what can be wrong with a declaration",
    "`signalbox check` and `loadGraph` report all of them at once, each with its place, the wrong value, what is allowed or nearest, and what to do.",
    "A warning does not stop a graph from running.",
    "",
    row(["code", "severity", "what is wrong", "what to do"]),
    row(["---", "---", "---", "---"]),
    ...issues,
    "",
    "## Errors: what can fail while it runs",
    "A thrown `SignalboxError` carries the code, its facts as fields, and its cause. `status` is what the HTTP API answers.",
    "",
    row(["code", "status", "what happened", "what to do"]),
    row(["---", "---", "---", "---"]),
    ...failures,
    "",
  ].join("\n");
}

test("docs/errors.md is up to date", async () => {
  await expect(errorsPage()).toMatchFileSnapshot("../../docs/errors.md");
});
