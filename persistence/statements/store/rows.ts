/** The rows of the store, as statements return them, and which of them are there. */

export type Namespace = readonly string[];

export interface ItemKey {
  readonly namespace: Namespace;
  readonly key: string;
}

export interface ItemRow {
  readonly namespace: string[];
  readonly key: string;
  readonly value: Record<string, unknown>;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export const itemColumns = "i.namespace, i.key, i.value, i.created_at, i.updated_at";

/** The item is named `i`: one whose time is over is gone, whether or not it has been deleted. */
export const isLive = "(i.expires_at is null or i.expires_at > clock_timestamp())";

/** A parameter with minutes as the time when they are over, or null. */
export const inMinutes = (minutes: string): string => `clock_timestamp() + ${minutes} * interval '1 minute'`;

/** What filters of an `Auth` object compare: the fields of the value, and where it is. */
export const itemMetadata = "(i.value::jsonb || jsonb_build_object('namespace', to_jsonb(i.namespace), 'key', i.key))";
