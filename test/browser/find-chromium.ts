/** A Chromium for these tests: the one that CHROMIUM_PATH or PATH names, else the one of an npm package. Never none. */
import { accessSync, constants } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import chromium, { inflate } from "@sparticuz/chromium";

export interface Chromium {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];

export async function findChromium(): Promise<Chromium> {
  const {
    CHROMIUM_PATH,
    PATH = "",
    ...env
  } = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  if (CHROMIUM_PATH) {
    if (!isExecutable(CHROMIUM_PATH)) throw new Error(`CHROMIUM_PATH=${CHROMIUM_PATH} is not a program.`);
    return { executablePath: CHROMIUM_PATH, env: { ...env, PATH } };
  }
  const installed = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = installed.find(isExecutable);
  if (found) return { executablePath: found, env: { ...env, PATH } };
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Error(
      `There is no Chromium on PATH, and none for ${process.platform}-${process.arch} on npm: install one, or set CHROMIUM_PATH.`,
    );
  return packaged({ ...env, PATH });
}

/** The package was made for machines that have none of a browser's libraries: it brings them. */
async function packaged(env: Readonly<Record<string, string>>): Promise<Chromium> {
  const executablePath = await chromium.executablePath();
  const bin = fileURLToPath(new URL("../bin/", import.meta.resolve("@sparticuz/chromium")));
  await inflate(join(bin, "al2023.tar.br"));
  const libraries = [join(tmpdir(), "al2023", "lib"), env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter);
  return { executablePath, env: { ...env, LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: join(tmpdir(), "fonts") } };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
