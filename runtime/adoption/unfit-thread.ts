/** What keeps a thread from waiting under another version: its node, its values, and people whom its questions exclude. */
import { unfitNode } from "../../compile/outside/adoption.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import type { Misfit } from "../../language/versions/misfit.ts";
import { unfitValues } from "../../language/versions/unfit-values.ts";
import type { State } from "../../nodes/call/internal-channels.ts";
import type { DefinitionRow } from "../../persistence/statements/definitions/find-definition.ts";
import { findDeciders } from "../../persistence/statements/interrupts/find-deciders.ts";
import type { TenantTx } from "../../persistence/tenancy/tenant-sql.ts";
import type { TargetVersion } from "./target-version.ts";
import type { WaitingPlace } from "./waiting-place.ts";

export interface ThreadToFit {
  readonly threadId: string;
  /** Undefined where it is not stored. */
  readonly stored: DefinitionRow | undefined;
  readonly state: State;
  readonly place: WaitingPlace;
  /** The node's name in the other version. */
  readonly node: string;
}

export async function unfitThread(tx: TenantTx, target: TargetVersion, thread: ThreadToFit): Promise<Misfit[]> {
  const { state, node, place } = thread;
  const { registry } = target.declaration;
  const ofNode = unfitNode(target.normal, registry, { from: place.node, node, waitsFor: place.waitsFor, state });
  return [...ofNode, ...(await unfitValues(registry, state)), ...(await lostExclusions(tx, target, thread))];
}

/** Who has decided at a node that is gone, in this turn, could decide again. */
async function lostExclusions(tx: TenantTx, { normal }: TargetVersion, { threadId, stored }: ThreadToFit): Promise<Misfit[]> {
  const gone = [...excludedIn(stored?.canonical.nodes)].filter((name) => name !== "requester" && !Object.hasOwn(normal.nodes, name));
  if (gone.length === 0) return [];
  const nodes = new Set((await findDeciders(tx, threadId, gone)).map(({ node }) => node));
  return [...nodes].map((name) => ({ part: "node", name, stored: "decided, and whoever decided there may not decide again" }));
}

/** The nodes that `by: { not: [...] }` names, as the declaration is written. */
function excludedIn(data: unknown): ReadonlySet<string> {
  if (Array.isArray(data)) return new Set(data.flatMap((each) => [...excludedIn(each)]));
  if (!isRecord(data)) return new Set();
  const not: unknown[] = isRecord(data.by) && Array.isArray(data.by.not) ? data.by.not : [];
  const own = not.filter((name) => typeof name === "string");
  return new Set([...own, ...Object.values(data).flatMap((each) => [...excludedIn(each)])]);
}
