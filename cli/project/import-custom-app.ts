/** The application's own routes that `http.app` of langgraph.json names. */
import { SignalboxError } from "../../language/issues/errors.ts";
import type { CustomApp } from "../../server/custom/custom-app.ts";
import { type Io, shownPath } from "../program/io.ts";
import { importExport } from "./import-export.ts";
import type { ExportPlace } from "./project.ts";

/** @throws CONFIG_INVALID if it is none of the three forms that are served. */
export async function importCustomApp(place: ExportPlace, io: Io): Promise<CustomApp> {
  const app = await importExport(place, io);
  if (isApp(app)) return app;
  throw new SignalboxError(
    "CONFIG_INVALID",
    `http.app: ${shownPath(io, place.file)}, export "${place.name}", is not an Express app, a Hono app or a fetch handler.`,
  );
}

const isApp = (value: unknown): value is CustomApp =>
  typeof value === "function" || (typeof value === "object" && value !== null && "fetch" in value && typeof value.fetch === "function");
