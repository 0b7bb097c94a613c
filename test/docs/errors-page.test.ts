/** docs/errors.md is generated from the two catalogues: `npx vitest run test/docs/errors-page.test.ts -u` writes it. */
import { expect, test } from "vitest";
import { errors, issueCodes } from "../../language/index.ts";
import { markdownTable } from "./pages/markdown-table.ts";

function errorsPage(): string {
  const issues = Object.entries(issueCodes).map(([code, { severity, title, repair }]) => [`\`${code}\``, severity, title, repair]);
  const failures = Object.entries(errors).map(([code, { status, title, repair }]) => [`\`${code}\``, status, title, repair]);
  return [
    "# Error codes",
    "",
    "Codes are stable: match on the code, not on the message. This page is generated from the two catalogues, `language/issues/issue-codes.ts` and `language/issues/errors.ts`.",
    "",
    "## Issues in a declaration",
    "`signalbox check` and `loadGraph` report all issues at once. Each has its place, the wrong value, what is allowed, and what to do.",
    "A warning does not stop a graph from running.",
    "",
    ...markdownTable(["code", "severity", "what is wrong", "what to do"], issues),
    "",
    "## Errors at run time",
    "A thrown `SignalboxError` has `code`, `facts` and `cause`. `status` is the HTTP status of the API.",
    "",
    ...markdownTable(["code", "status", "what happened", "what to do"], failures),
    "",
  ].join("\n");
}

test("docs/errors.md is up to date", async () => {
  await expect(errorsPage()).toMatchFileSnapshot("../../docs/errors.md");
});
