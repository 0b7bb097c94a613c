/** Preloaded into a process: prints which packages and folders of ours it has imported, when it ends. */
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url).href;
const seen = new Set<string>();

registerHooks({
  load(url, context, next) {
    if (url.startsWith(root) && url !== import.meta.url) seen.add(nameOf(fileURLToPath(url).slice(fileURLToPath(root).length)));
    return next(url, context);
  },
});
process.on("exit", () => console.error([...seen].join(" ")));

const nameOf = (path: string): string => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path.split("/")[0] ?? path;
