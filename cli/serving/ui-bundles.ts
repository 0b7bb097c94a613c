/** Bundles the components that a project's `ui` names, by LangGraph's own bundler, which the project must have installed. */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { SignalboxError } from "../../language/issues/errors.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import type { UiBundles, UiFile } from "../../server/custom/ui.ts";
import type { Project } from "../project/project.ts";

const BUNDLER = "@langchain/langgraph-ui";

type Watch = (options: { cwd: string; defs: object; config: object; onOutput: (name: string, files: UiFile[]) => void }) => Promise<void>;

/** Bundled again when a file changes. */
export async function uiBundles({ ui, file, folder }: Project): Promise<UiBundles | undefined> {
  if (!ui) return undefined;
  const watch = await loadBundler(file);
  const bundles: Record<string, UiFile[]> = {};
  const keep = (name: string, files: UiFile[]) => {
    bundles[name] = files;
  };
  await watch({ cwd: folder, defs: ui.files, config: ui.config, onOutput: keep });
  return bundles;
}

async function loadBundler(file: string): Promise<Watch> {
  try {
    const module: unknown = await import(pathToFileURL(createRequire(file).resolve(BUNDLER)).href);
    if (isRecord(module) && typeof module.watch === "function") return module.watch as Watch;
  } catch (cause) {
    throw new SignalboxError("CONFIG_INVALID", `${file}: ui needs ${BUNDLER}, which is not installed there: npm install ${BUNDLER}`, {
      cause,
    });
  }
  throw new SignalboxError("CONFIG_INVALID", `${file}: the installed ${BUNDLER} has no function watch: install a later version`);
}
