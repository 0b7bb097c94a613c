/** The rows of the tables of assistants and of their versions, as statements return them. */
import type { RunConfig } from "../runs/rows.ts";

/** What a version of an assistant says. */
export interface AssistantSettings {
  readonly graph_id: string;
  readonly name: string;
  readonly description: string | null;
  readonly config: RunConfig;
  readonly context: unknown;
  readonly metadata: Record<string, unknown>;
}

export interface AssistantRow extends AssistantSettings {
  readonly id: string;
  /** The one in use. */
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export interface VersionRow extends AssistantSettings {
  readonly assistant_id: string;
  readonly version: number;
  readonly created_at: Date;
}

/** The settings as parameters of a statement: graph, name, description, config, context, metadata. What is undefined is null. */
export function settingsAsParameters(settings: Partial<AssistantSettings>): unknown[] {
  const { graph_id, name, description, config, context, metadata } = settings;
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
  return [graph_id ?? null, name ?? null, description ?? null, json(config), json(context), json(metadata)];
}
