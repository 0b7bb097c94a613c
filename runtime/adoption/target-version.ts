/** The definition that a version names: today's of this process, or a stored one that its code still has everything for. */
import type { CompiledGraph } from "../../compile/compile-graph.ts";
import type { NormalGraph } from "../../language/graph/normal-graph.ts";
import { normalise } from "../../language/graph/normalise.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Sql } from "../../language/registry/context.ts";
import { type Declaration, declarationOf } from "../../language/registry/declaration.ts";
import type { Definition } from "../../language/versions/fingerprint.ts";
import { findVersions, type StoredVersion } from "../../persistence/statements/definitions/find-versions.ts";
import { definitionDoesNotFit } from "../protocol/refusals.ts";
import type { Services } from "../services.ts";

export interface TargetVersion extends StoredVersion {
  readonly graphId: string;
  readonly compiled: CompiledGraph;
  readonly declaration: Declaration;
  readonly normal: NormalGraph;
  /** Today's: it may not be stored yet. */
  readonly toStore: Definition | undefined;
}

/** @throws GRAPH_NOT_FOUND, VERSION_NOT_FOUND, DEFINITION_DOES_NOT_FIT */
export async function targetVersion(
  { database, graphs }: Pick<Services, "graphs"> & { readonly database: { readonly sql: Sql } },
  graphId: string,
  to: string | number,
): Promise<TargetVersion> {
  const today = graphs.declared(graphId);
  if (!today) throw notVersioned(graphId);
  const now = { hash: today.definition.hash, version: today.declaration.graph.version };
  const stored = (await findVersions(database.sql, graphId)).filter(({ hash }) => hash !== now.hash);
  const named = namedBy(to, [now, ...stored]);
  // of several with one number, today's is meant
  const found = named.find(({ hash }) => hash === now.hash) ?? (named.length === 1 ? named[0] : undefined);
  if (!found) throw noSuchVersion(graphId, to, { named, known: [now, ...stored] });
  const { version, misfits } = await graphs.fit(graphId, found.hash);
  if (misfits.length > 0) throw definitionDoesNotFit({ graphId, hash: found.hash, version, misfits, isFollowed: false });
  const compiled = await graphs.compiled(graphId, found.hash);
  const declaration = declarationOf(compiled);
  if (!declaration) throw notVersioned(graphId);
  const normal = normalise(declaration.graph, declaration.registry, declaration.params);
  return { ...found, graphId, compiled, declaration, normal, toStore: found.hash === now.hash ? today.definition : undefined };
}

const HASH = /^[0-9a-f]{8,64}$/;

function namedBy(to: string | number, versions: readonly StoredVersion[]): readonly StoredVersion[] {
  const text = String(to);
  const numbered = versions.filter(({ version }) => String(version) === text);
  return numbered.length > 0 || !HASH.test(text) ? numbered : versions.filter(({ hash }) => hash.startsWith(text));
}

const notVersioned = (graphId: string): SignalboxError =>
  new SignalboxError(
    "VERSION_NOT_FOUND",
    `Graph "${graphId}" is built by hand: it has no versions, and its threads always follow the code that is deployed.`,
    { graph: graphId },
  );

interface Versions {
  readonly named: readonly StoredVersion[];
  readonly known: readonly StoredVersion[];
}

function noSuchVersion(graphId: string, to: string | number, { named, known }: Versions): SignalboxError {
  const texts = (named.length > 0 ? named : known).map(({ version, hash }) => `${version} (${hash.slice(0, 12)})`);
  const why = named.length > 0 ? "names several definitions; name one by its hash" : "is not known here; known are";
  return new SignalboxError("VERSION_NOT_FOUND", `Version "${to}" of graph "${graphId}" ${why}: ${texts.join(", ")}.`, {
    graph: graphId,
    to,
  });
}
