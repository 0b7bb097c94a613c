/** Finds the registry that a YAML or JSON declaration is checked against: what setup() returned, beside the file or by name. */
import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Registry } from "../../language/registry/registry.ts";
import { importExport, importModule } from "./import-export.ts";
import { exportPlace } from "./project.ts";

const neighbours = ["registry.ts", "registry.js", "registry.mts", "registry.mjs"];

/** `named` is "file:export", or a file. */
export async function findRegistry(graphFile: string, named?: string): Promise<Registry> {
  const place = named === undefined ? undefined : exportPlace(named, process.cwd());
  if (place && named?.endsWith(`:${place.name}`)) return registryIn([await importExport(place)], named);
  const beside = neighbours.map((name) => join(dirname(graphFile), name)).find((path) => existsSync(path));
  const file = place?.file ?? beside;
  if (!file) {
    const shown = relative(process.cwd(), graphFile);
    throw new SignalboxError(
      "REGISTRY_NOT_FOUND",
      `${shown} has no registry.ts beside it: name the one it was written for by --registry file:export`,
    );
  }
  return registryIn(Object.values(await importModule(file)), relative(process.cwd(), file));
}

function registryIn(values: readonly unknown[], shown: string): Registry {
  const registries = new Set(values.flatMap((value) => (isSetup(value) ? [value.registry] : [])));
  const [registry] = registries;
  if (registry && registries.size === 1) return registry;
  const problem =
    registries.size === 0 ? "exports nothing that setup() returned" : "exports several registries: name one by --registry file:export";
  throw new SignalboxError("REGISTRY_NOT_FOUND", `${shown} ${problem}`, { file: shown });
}

const isSetup = (value: unknown): value is { registry: Registry } =>
  typeof value === "object" && value !== null && "registry" in value && "defineGraph" in value && "loadGraph" in value;
