/** The `Auth` object that langgraph.json names. Whether it is one, the server checks. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { type Io, shownPath } from "../program/io.ts";
import { importExport } from "./import-export.ts";
import type { ExportPlace } from "./project.ts";

export async function importAuth(place: ExportPlace, io: Io): Promise<object> {
  const exported = await importExport(place, io);
  if (typeof exported === "object" && exported !== null) return exported;
  const where = `${shownPath(io, place.file)}, export "${place.name}"`;
  throw new SignalboxError(
    "CONFIG_INVALID",
    `auth.path in langgraph.json: ${where} is not an Auth object of @langchain/langgraph-sdk/auth`,
  );
}
