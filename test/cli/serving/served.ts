/** `signalbox serve` on a project of the tests, in this process or as one of its own. */
import { startCli } from "../call-cli.ts";

const config = "test/cli/projects/good/langgraph.json";
export const serve = (...more: string[]) => ["serve", "--port", "0", "--log-level", "silent", "--config", config, ...more];

/** Once it has printed its banner. */
export async function served(env: Record<string, string>, start: typeof startCli = startCli) {
  const cli = start(serve(), { env });
  const banner = [await cli.line(), await cli.line(), await cli.line()];
  return { ...cli, banner, url: banner[0]?.split(" at ")[1] ?? "" };
}
