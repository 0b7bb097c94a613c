/** The assistants of a tenant: those that it has made or changed, and those that the graphs have by themselves. */

import { findAssistant } from "../../persistence/statements/assistants/find-assistant.ts";
import { insertAssistant } from "../../persistence/statements/assistants/insert-assistant.ts";
import type { AssistantRow } from "../../persistence/statements/assistants/rows.ts";
import type { TenantSql } from "../../persistence/tenancy/tenant-sql.ts";
import type { Acting } from "../identity/acting.ts";

export class StoredAssistants {
  readonly system: readonly AssistantRow[];
  readonly #sql: TenantSql;

  constructor({ database, systemAssistants }: Acting) {
    this.#sql = database.sql;
    this.system = systemAssistants;
  }

  /** Of the assistant that a graph has by itself, by its UUID or by the graph's id. */
  systemOne(id: string): AssistantRow | undefined {
    return this.system.find((row) => row.id === id || row.graph_id === id);
  }

  /** The UUID, where the graph's id may have been given. */
  idOf(id: string): string {
    return this.systemOne(id)?.id ?? id;
  }

  async find(id: string): Promise<AssistantRow | undefined> {
    return (await findAssistant(this.#sql, this.idOf(id))) ?? this.systemOne(id);
  }

  /** Before it changes, what the graph has by itself is stored as its first version. */
  async storeSystemOne(tx: TenantSql, id: string): Promise<void> {
    const row = this.systemOne(id);
    if (row) await insertAssistant(tx, row.id, row);
  }
}
