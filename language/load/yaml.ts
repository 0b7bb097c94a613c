/** The yaml package, loaded when the first text is read: graphs declared in TypeScript never need it. Reading a text stays synchronous. */
import { createRequire } from "node:module";

/** Bundlers follow the plain `require` and include the package. Node has none in ES modules. */
export const yaml = (): typeof import("yaml") => (typeof require === "function" ? require("yaml") : createRequire(import.meta.url)("yaml"));
