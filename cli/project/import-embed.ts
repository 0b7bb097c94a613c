/** Imports the embedding of `store.index` of langgraph.json: a function of texts, or a LangChain `Embeddings` object. */
import type { StoreIndex, StoreSettings } from "../../runtime/store/store-settings.ts";
import { invalidConfig } from "../program/config-file.ts";
import type { Io } from "../program/io.ts";
import { importExport } from "./import-export.ts";
import type { Project } from "./project.ts";

/** The project's settings of the store, with its code. */
export async function storeSettingsOf({ store, storeIndex, file }: Project, io: Io): Promise<StoreSettings> {
  if (!storeIndex) return store;
  const { embed: place, ...index } = storeIndex;
  const exported = await importExport(place, io);
  const embed = embedOf(exported);
  if (!embed)
    throw invalidConfig(
      file,
      `store.index.embed: "${place.name}" of ${place.file} is neither a function of texts nor an Embeddings object`,
    );
  return { ...store, index: { ...index, embed } };
}

type Embed = StoreIndex["embed"];

function embedOf(exported: unknown): Embed | undefined {
  if (typeof exported === "function") return async (texts) => exported([...texts]);
  if (typeof exported !== "object" || exported === null || !("embedDocuments" in exported) || typeof exported.embedDocuments !== "function")
    return undefined;
  const documents = exported.embedDocuments.bind(exported);
  return async (texts) => documents([...texts]);
}
