/** The version of an installed package, or of this one. */
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

export const versionOf = (name: string): string => (require(`${name}/package.json`) as { version: string }).version;
