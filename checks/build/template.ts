/** Makes the files of a new embedded database, which a first start then only writes. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadPglite, PACKAGE_NAME, startOptions } from "../../persistence/embedded/load-pglite.ts";
import { packFolder, templateName, versionOf } from "../../persistence/embedded/template.ts";

export async function writeTemplate(outdir: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-template-"));
  try {
    const loaded = await loadPglite();
    const database = await loaded.PGlite.create(join(folder, "db"), await startOptions(loaded, false));
    await database.close();
    writeFileSync(join(outdir, templateName(versionOf(PACKAGE_NAME))), packFolder(join(folder, "db")));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
