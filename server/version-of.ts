/** The version of an installed package, or of this one. */
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** "unknown" in a bundle, beside which no packages are installed. */
export function versionOf(name: string): string {
  try {
    const { version }: { version: string } = require(`${name}/package.json`);
    return version;
  } catch {
    return "unknown";
  }
}
