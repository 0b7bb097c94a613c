/** A small repository as a value: its files as text, and patches that replace a file whole. */
import { createHash } from "node:crypto";
import { z } from "zod";

export const Repo = z.object({ branch: z.string(), head: z.string(), files: z.record(z.string(), z.string()) });
export type Repo = z.infer<typeof Repo>;
type Files = Repo["files"];

export const Patch = z.object({ file: z.string(), text: z.string() });
export type Patch = z.infer<typeof Patch>;

/** The files with the patches in them; later patches of one file replace earlier ones. */
export const patched = (files: Files, patches: readonly Patch[]): Files => ({
  ...files,
  ...Object.fromEntries(patches.map(({ file, text }) => [file, text])),
});

/** A patch for every file whose text is not that of the base. */
export const patchesTo = (base: Files, files: Files): Patch[] =>
  Object.entries(files).flatMap(([file, text]) => (text === base[file] ? [] : [{ file, text }]));

/** Names a state of the files: equal text, equal name. */
export function shaOf(files: Files): string {
  const sorted = Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(sorted)).digest("hex").slice(0, 16);
}
