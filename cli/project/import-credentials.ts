/** Imports `signalbox.credentials` of langgraph.json: a function that has what services want to see of people. */
import type { Credentials } from "../../runtime/ports/credentials.ts";
import { invalidConfig } from "../program/config-file.ts";
import type { Io } from "../program/io.ts";
import { importExport } from "./import-export.ts";
import type { Project } from "./project.ts";

export async function credentialsIn({ credentials: place, file }: Project, io: Io): Promise<Credentials | undefined> {
  if (!place) return undefined;
  const exported = await importExport(place, io);
  if (typeof exported !== "function")
    throw invalidConfig(file, `signalbox.credentials: "${place.name}" of ${place.file} is not a function`);
  return async (request) => exported(request);
}
