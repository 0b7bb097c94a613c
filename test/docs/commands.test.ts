/** The commands that the pages name exist: npm scripts, commands and options of signalbox, files that Node or vitest is given. */
import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, it } from "vitest";
import { callCli } from "../cli/call-cli.ts";
import { blocksIn, pages, root, textOf } from "./pages/markdown.ts";

/** What a shell script may call besides: no test looks further into them. */
const PROGRAMS = new Set("bash cd curl do done grep mkdir mv pg_dump pg_restore sleep until".split(" "));
const NPM = new Set(["ci", "exec", "init", "install", "pack", "pkg", "run", "start", "test"]);

interface Mention {
  readonly page: string;
  readonly words: readonly string[];
}

/** Every command of the shell blocks, and every one that the text names in backticks. */
const mentions = pages().flatMap((page): Mention[] => {
  const blocks = blocksIn(page);
  const shell = blocks.flatMap(({ language, code }) => (language === "bash" ? commandsIn(code) : []));
  const shown = blocks.flatMap(({ language, code }) =>
    language === "text" ? [...code.matchAll(/^\$ (.+)$/gm)].map(([, line = ""]) => line) : [],
  );
  const inline = [...textOf(page).matchAll(/`((?:npm run|npm exec|npx|signalbox|bash) [^`]+)`/g)].map(([, text = ""]) => text);
  return [...shell, ...shown, ...inline].map((text) => ({ page, words: text.trim().split(/\s+/) }));
});

/** A script's commands: without comments, assignments, quoted text and the texts of substitutions. */
function commandsIn(script: string): string[] {
  const bare = script.replaceAll(/"(?:[^"\\]|\\.)*"|'[^']*'/g, "_").replaceAll(/(^|\s)#.*$/gm, "");
  return bare.split(/&&|\|\||[\n;|()]/).flatMap((part) => {
    const command = part.trim().replace(/^(\w+=\S*\s*)+/, "");
    return command && command !== "$" ? [command] : [];
  });
}

it.each(mentions.map(({ page, words }) => [page, words.join(" "), { page, words }] as const))(
  "%s: %s",
  async (_page, _text, { page, words }) => {
    expect(await problemOf(page, words)).toBe("");
  },
);

async function problemOf(page: string, [program = "", ...args]: readonly string[]): Promise<string> {
  if (program === "npm") return npmProblem(page, args);
  if (program === "npx") return problemOf(page, args);
  if (program === "signalbox") return signalboxProblem(args);
  if (program === "node" || program === "vitest" || program === "bash")
    return args
      .filter(isMissing)
      .map((file) => `there is no ${file}`)
      .join("; ");
  return PROGRAMS.has(program) ? "" : `no test knows the program "${program}"`;
}

function npmProblem(page: string, [command = "", name = "", ...rest]: readonly string[]): string | Promise<string> {
  if (!NPM.has(command)) return `npm has no command "${command}" that a page may name`;
  if (command === "exec")
    return problemOf(
      page,
      [name, ...rest].filter((word) => word !== "--"),
    );
  if (command !== "run" && command !== "start" && command !== "test") return "";
  const folder = page.startsWith("examples/") ? `${dirname(page)}/` : "";
  const scripts = [root, root + folder].flatMap((place) => Object.keys(JSON.parse(readFileSync(`${place}package.json`, "utf8")).scripts));
  const script = command === "run" ? name : command;
  if (!scripts.includes(script)) return `package.json has no script "${script}"`;
  return script === "signalbox" ? signalboxProblem(rest.slice(rest[0] === "--" ? 1 : 0)) : "";
}

async function signalboxProblem([command = "--help", ...args]: readonly string[]): Promise<string> {
  const isPlaceholder = command.startsWith("<");
  // a command of a command has options of its own
  const inner = args.filter((word, at) => at === 0 && /^[a-z]+$/.test(word));
  const { code, stdout } = await callCli(command.startsWith("-") || isPlaceholder ? ["--help"] : [command, ...inner, "--help"]);
  if (code !== 0) return `signalbox has no command "${command}"`;
  const options = args.flatMap((word) => /^--[\w-]+/.exec(word)?.[0] ?? []);
  return options
    .filter((option) => !stdout.includes(option))
    .map((option) => `signalbox ${command} has no ${option}`)
    .join("; ");
}

/** A file of this repository: what a page's reader makes first has no folder. */
const isMissing = (word: string): boolean => /^\.?\w[\w.-]*\/[\w./-]+$/.test(word) && !existsSync(root + word);
