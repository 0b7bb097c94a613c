/** An assistant as the API shows it: a graph with settings of its own, which runs of it begin with. */

import { v5 as uuid5 } from "@langchain/core/utils/uuid";
import type { AssistantRow, AssistantSettings, VersionRow } from "../../persistence/statements/assistants/rows.ts";
import type { RunConfig } from "../../persistence/statements/runs/rows.ts";

/** The protocol's own, so that ids are equal on every server. */
const NAMESPACE = "6ba7b821-9dad-11d1-80b4-00c04fd430c8";

/** With which a run begins. */
export interface AssistantOfRun extends AssistantSettings {
  readonly assistant_id: string;
}

export interface AssistantVersion extends AssistantOfRun {
  readonly version: number;
  readonly created_at: string;
}

export interface Assistant extends AssistantVersion {
  readonly updated_at: string;
}

/** Of the assistant that a graph has by itself. */
export const assistantIdOf = (graphId: string): string => uuid5(graphId, NAMESPACE);

export function assistantOf({ id, version, created_at, updated_at, ...row }: AssistantRow): Assistant {
  const times = { created_at: created_at.toISOString(), updated_at: updated_at.toISOString() };
  return { assistant_id: id, ...settingsIn(row), version, ...times };
}

export function versionOf({ assistant_id, version, created_at, ...row }: VersionRow): AssistantVersion {
  return { assistant_id, ...settingsIn(row), version, created_at: created_at.toISOString() };
}

const settingsIn = ({ graph_id, config, context, metadata, name, description }: AssistantSettings): AssistantSettings => ({
  ...{ graph_id, config, context, metadata, name, description },
});

/** What every run of a graph begins with, unless its request says otherwise: as LANGGRAPH_CONFIG sets it. */
export interface GraphSettings {
  readonly config?: RunConfig | undefined;
  readonly context?: unknown;
}

/** The assistant that each graph has by itself, as it is until somebody changes it. */
export function systemAssistant(graphId: string, since: Date, { config = {}, context = {} }: GraphSettings = {}): AssistantRow {
  return {
    ...{ id: assistantIdOf(graphId), graph_id: graphId, name: graphId, description: null, config, context, version: 1 },
    metadata: { created_by: "system" },
    created_at: since,
    updated_at: since,
  };
}
