/** The README's walk with curl, run as printed against a server of its own. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { startCli } from "../cli/call-cli.ts";
import { freshPglite } from "../support/databases.ts";
import { blocksOf, root } from "./markdown.ts";

/** For a machine without curl: what it does with -s and -d. */
const curlInSmall = `command -v curl >/dev/null || curl() { node -e '
  const [, url, , body] = process.argv.slice(1);
  fetch(url, body === undefined ? {} : { method: "POST", body }).then(async (response) => console.log(await response.text()));' -- "$@"; }
`;

it("goes from a request to a decision as the README prints it", { timeout: 180_000 }, async () => {
  const { dataFolder } = await freshPglite();
  const server = startCli(["serve", "--port", "0", "--log-level", "silent"], { env: { SIGNALBOX_DATA: dataFolder, OPENAI_API_KEY: "" } });
  const banner = await server.line();
  const url = banner.split(" at ")[1] ?? "";
  const walk = blocksOf("README.md", "bash").find((block) => block.startsWith("URL=")) ?? "";
  const script = curlInSmall + walk.replace("http://127.0.0.1:2024", url);
  const { stdout } = await promisify(execFile)("bash", ["-euo", "pipefail", "-c", script], { cwd: root });
  expect(stdout).toContain('"question":"whichCharge"');
  expect(stdout).toContain('"question":"approveRefund"');
  expect(stdout).toContain('"decided_by":"dana"');
  expect(stdout).toContain('"code":"ALREADY_DECIDED"');
  expect(stdout).toContain('{"node":"approval","label":"edit","target":"payBack"}');
  expect(stdout).toContain("We gave back $25.00 of the $55.54");
});
