/** A request to move a waiting thread to another version of its declaration, and what came of it. */
import type { DefinitionName } from "../protocol/definition-name.ts";

export interface AdoptionRequest {
  /** A version of the thread's declaration, as a number, or the first characters of its hash. */
  readonly to: string | number;
  /** Node that was renamed → its name in that version. */
  readonly map?: Readonly<Record<string, string>> | undefined;
  /** Who moves it, for the audit trail. */
  readonly by: string;
  readonly reason?: string | undefined;
  /** Writes nothing: only says what would happen. */
  readonly dryRun?: boolean | undefined;
}

export interface Adoption {
  readonly thread_id: string;
  readonly graph_id: string;
  /** `unchanged`: it follows that definition already. */
  readonly outcome: "adopted" | "would be adopted" | "unchanged";
  readonly from: DefinitionName;
  readonly to: DefinitionName;
  /** Where it waits, before and from now on; missing where nothing changed. */
  readonly node?: { readonly from: string; readonly to: string };
  /** The question that was closed, and the run that asks it anew. */
  readonly superseded?: string;
  readonly run_id?: string;
}
