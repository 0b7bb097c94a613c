/** The pages of docs/guide/react.md, as they are printed there, on an origin of their own. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { patient } from "../support/servers/patient.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Pages {
  readonly origin: string;
  close(): void;
}

/** Serves each page under its hook's name. It is told where the API is, and its user's key. */
export async function servePages(api: () => { readonly apiUrl: string; readonly apiKey: string }): Promise<Pages> {
  const bundles = new Map(await Promise.all(componentsIn(readFileSync(`${root}docs/guide/react.md`, "utf8")).map(bundled)));
  const server = createServer(patient, (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const script = bundles.get(pathname.slice(1).replace(/\.js$/, ""));
    if (script === undefined) return void response.writeHead(404).end();
    const isScript = pathname.endsWith(".js");
    response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html; charset=utf-8" });
    response.end(
      isScript
        ? script
        : `<!doctype html><script>api = ${JSON.stringify(api())}</script><div id="root"></div><script type="module" src="${pathname}.js"></script>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

interface Component {
  readonly name: string;
  readonly source: string;
}

/** By the protocol that their hook speaks. */
const componentsIn = (guide: string): Component[] =>
  [...guide.matchAll(/```tsx\n([\s\S]*?)```/g)].map(([, source = ""]) => ({
    name: source.includes("@langchain/langgraph-sdk/react") ? "legacy" : "v2",
    source,
  }));

async function bundled({ name, source }: Component): Promise<[string, string]> {
  // inside the project, where its packages are found
  const folder = mkdtempSync(join(root, "test/browser/.page-"));
  try {
    writeFileSync(join(folder, "chat.tsx"), source);
    writeFileSync(
      join(folder, "main.tsx"),
      'import { createRoot } from "react-dom/client"; import { Chat } from "./chat.tsx"; createRoot(document.getElementById("root")).render(<Chat {...api} />);',
    );
    const { outputFiles } = await build({
      ...{ entryPoints: [join(folder, "main.tsx")], bundle: true, write: false, format: "esm", jsx: "automatic" },
      ...{ define: { "process.env.NODE_ENV": '"production"', "process.env": "{}" }, logLevel: "error", target: "es2022" },
    });
    return [name, outputFiles[0]?.text ?? ""];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
