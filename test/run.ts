/** `npm test [-- files]`: the types of everything beside the tests, because the compiler leaves the other cores to them. Exit code 1 when one of the two fails. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

const shell = process.platform === "win32";

const compiler = spawn("tsc", ["--pretty", "false"], { stdio: ["ignore", "pipe", "inherit"], shell });
const types = Promise.all([text(compiler.stdout), once(compiler, "exit")]);
const tests = once(spawn("vitest", ["run", ...process.argv.slice(2)], { stdio: "inherit", shell }), "exit");

const [[found, [typed]], [tested]] = await Promise.all([types, tests]);
if (typed !== 0) console.error(`\nThe types are wrong:\n${found}`);
process.exitCode = typed === 0 && tested === 0 ? 0 : 1;
