#!/usr/bin/env node
/** The command line as a process. All that it does is in run-cli.ts. */
import { processIo } from "./program/process.ts";
import { runCli } from "./run-cli.ts";

process.exitCode = await runCli(process.argv.slice(2), processIo());
