/** One server for the pages: the support desk of this repository, and the graph that getting started serves, written as printed. */
import { cpSync } from "node:fs";
import { startCli } from "../../cli/call-cli.ts";
import { freshPglite } from "../../support/databases.ts";
import { blockNamed, root } from "./markdown.ts";
import { modulesOf, type PageFolder } from "./page-modules.ts";

const GUIDE = "docs/guide/getting-started.md";

export interface ServedPages {
  readonly url: string;
  /** What it prints first. */
  readonly banner: string;
}

export async function servePages(folder: PageFolder): Promise<ServedPages> {
  const { dataFolder } = await freshPglite();
  const [graph, , compiled] = modulesOf(GUIDE);
  folder.write("graph.ts", graph?.code ?? "");
  folder.write("signalbox.ts", compiled?.code ?? "");
  folder.write("support-desk.ts", supportDesk);
  const { graphs, ...config } = JSON.parse(blockNamed(`${GUIDE}#3-a-server json`));
  const migrations = { "support-desk": `${root}graphs/support-desk/migrations` };
  const project = { graphs: { "support-desk": "./support-desk.ts:supportDesk", ...graphs }, ...config, signalbox: { migrations } };
  folder.write("langgraph.json", JSON.stringify(project));
  cpSync(dataFolder, `${folder.path}/.signalbox`, { recursive: true });
  const env = { SIGNALBOX_LINK_SECRET: "a-secret-of-the-tests-long-enough" };
  const server = startCli(["serve", "--port", "0", "--log-level", "silent"], { cwd: folder.fromRoot, env });
  const lines = [await server.line(), await server.line(), await server.line(), await server.line()];
  return { url: lines[0]?.split(" at ")[1] ?? "", banner: `${lines.join("\n")}\n` };
}

/** The support desk alone: the repository's own signalbox.ts compiles five more graphs. */
const supportDesk = `import { supportDesk as graph } from "${root}graphs/support-desk/graph.ts";
import { compileGraph, lazyPorts } from "${root}runtime/index.ts";
export const supportDesk = compileGraph(graph, { ports: lazyPorts({ dataFolder: "memory://" }) });
`;
