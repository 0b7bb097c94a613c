#!/usr/bin/env node
/** The command line as a process. All that it does is in run-cli.ts. */
import { processIo } from "./program/process.ts";
import { runCli } from "./run-cli.ts";

const code = await runCli(process.argv.slice(2), processIo());
// what a project's code has left running, such as a timer, must not keep the process alive
process.stdout.write("", () => process.stderr.write("", () => process.exit(code)));
