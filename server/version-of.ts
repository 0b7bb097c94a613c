/** The version of an installed package, or of this one. */
import { createRequire } from "node:module";

/** "unknown" in a bundle, beside which no packages are installed. */
export function versionOf(name: string): string {
  try {
    const { version }: { version: string } = createRequire(import.meta.url)(`${name}/package.json`);
    return version;
  } catch {
    return "unknown";
  }
}
