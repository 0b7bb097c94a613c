/** Preloaded into a process: prints the packages that it loads, each with the kind of its modules, when it ends. */
import { registerHooks } from "node:module";

const seen = new Set<string>();

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    const name = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/.exec(url)?.[1];
    if (name) seen.add(`${name} ${loaded.format}`);
    return loaded;
  },
});
process.on("exit", () => console.log(JSON.stringify([...seen].sort())));
