/** The process that a command line runs in: its streams, its environment, and the signals that end it. */
import { createRequire } from "node:module";
import { styleText } from "node:util";
import type { Io, TextOutput } from "./io.ts";

const require = createRequire(import.meta.url);

export const processIo = (): Io => ({
  stdout: outputOf(process.stdout),
  stderr: outputOf(process.stderr),
  env: process.env,
  cwd: process.cwd(),
  waitForShutdownSignal,
  ownProcess: process,
});

/** Node decides about colours: it knows terminals, NO_COLOR and FORCE_COLOR. */
const outputOf = (stream: NodeJS.WriteStream): TextOutput => ({
  write: (text) => stream.write(text),
  isColoured: styleText("bold", "text", { stream }) !== "text",
  columns: stream.columns,
});

/** A second signal ends the process immediately. */
function waitForShutdownSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, resolve);
  });
}

/** Of this package. */
export function ownVersion(): string {
  const { version }: { version: string } = require("signalbox/package.json");
  return version;
}
