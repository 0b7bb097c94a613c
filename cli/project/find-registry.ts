/** Finds the registry that a YAML or JSON declaration is checked against: what setup() returned, beside the file or by name. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Registry } from "../../language/registry/registry.ts";
import { type Io, shownPath } from "../program/io.ts";
import { importExport, importModule } from "./import-export.ts";
import { exportPlace } from "./project.ts";

const neighbours = ["registry.ts", "registry.js", "registry.mts", "registry.mjs"];

/** `named` is "file:export", or a file. */
export async function findRegistry(graphFile: string, named: string | undefined, io: Io): Promise<Registry> {
  const place = named === undefined ? undefined : exportPlace(named, io.cwd);
  if (place && named?.endsWith(`:${place.name}`)) return registryIn([await importExport(place, io)], named);
  const beside = neighbours.map((name) => join(dirname(graphFile), name)).find((path) => existsSync(path));
  const file = place?.file ?? beside;
  if (!file)
    throw new SignalboxError(
      "REGISTRY_NOT_FOUND",
      `${shownPath(io, graphFile)} has no registry.ts beside it: name its registry with --registry file:export`,
    );
  return registryIn(Object.values(await importModule(file, io)), shownPath(io, file));
}

function registryIn(values: readonly unknown[], shown: string): Registry {
  const registries = new Set(values.flatMap((value) => (isSetup(value) ? [value.registry] : [])));
  const [registry] = registries;
  if (registry && registries.size === 1) return registry;
  const problem =
    registries.size === 0 ? "exports nothing that setup() returned" : "exports several registries: name one with --registry file:export";
  throw new SignalboxError("REGISTRY_NOT_FOUND", `${shown} ${problem}`, { file: shown });
}

const isSetup = (value: unknown): value is { registry: Registry } =>
  typeof value === "object" && value !== null && "registry" in value && "defineGraph" in value && "loadGraph" in value;
