/** The files of a new, empty database of one version of PGlite, made by `npm run build`: to write them takes a quarter of what it takes Postgres to make them. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { brotliCompressSync, brotliDecompress, constants } from "node:zlib";

interface Entry {
  readonly path: string;
  /** Undefined: a folder. */
  readonly bytes?: number;
}

/** Long enough to see that Postgres has three databases of the same content. */
const WINDOW = { [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS, [constants.BROTLI_PARAM_QUALITY]: 7 };
/** The same from the sources and from the build. */
const FOLDER = "../../dist/chunks/";

/** Its catalogs fit this version of PGlite alone. */
export const templateName = (version: string): string => `pglite-${version}.br`;

export function versionOf(packageName: string): string {
  const main = createRequire(import.meta.url).resolve(packageName);
  return JSON.parse(readFileSync(join(dirname(main), "..", "package.json"), "utf8")).version;
}

/** A line of JSON with what is in it, then the files one after the other, compressed. */
export function packFolder(folder: string): Buffer {
  const entries: Entry[] = [];
  const contents: Buffer[] = [];
  for (const found of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const absolute = join(found.parentPath, found.name);
    const path = relative(folder, absolute).replaceAll("\\", "/");
    if (found.isDirectory()) entries.push({ path });
    else {
      entries.push({ path, bytes: statSync(absolute).size });
      contents.push(readFileSync(absolute));
    }
  }
  return brotliCompressSync(Buffer.concat([Buffer.from(`${JSON.stringify(entries)}\n`), ...contents]), { params: WINDOW });
}

export async function unpackFolder(packed: Buffer, folder: string): Promise<void> {
  const all = await promisify(brotliDecompress)(packed);
  const head = all.indexOf("\n");
  const entries: Entry[] = JSON.parse(all.subarray(0, head).toString());
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const { path, bytes } of entries) if (bytes === undefined) mkdirSync(join(folder, path), { recursive: true, mode: 0o700 });
  let at = head + 1;
  for (const { path, bytes } of entries) {
    if (bytes === undefined) continue;
    writeFileSync(join(folder, path), all.subarray(at, at + bytes), { mode: 0o600 });
    at += bytes;
  }
}

/** Writes a new database, unless there is no template: before the first build, in a bundle of the application's, and for another version of PGlite. */
export async function unpackTemplate(packageName: string, folder: string): Promise<void> {
  const packed = await readTemplate(packageName);
  if (packed) await unpackFolder(packed, folder);
}

async function readTemplate(packageName: string): Promise<Buffer | undefined> {
  try {
    return await readFile(new URL(FOLDER + templateName(versionOf(packageName)), import.meta.url));
  } catch {
    // a bundle for CommonJS has no URL either
    return undefined;
  }
}
