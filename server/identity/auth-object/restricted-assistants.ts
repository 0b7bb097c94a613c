/** Assistants, as an `Auth` object lets a caller see them. */
import { SignalboxError } from "../../../language/issues/errors.ts";
import type { Assistants } from "../../../runtime/assistants/assistants.ts";
import { type Assistant, assistantIdOf } from "../../../runtime/graphs/assistant.ts";
import { isSeen } from "../../../runtime/identity/seen.ts";
import { assistantNotFound } from "../../../runtime/protocol/refusals.ts";
import type { AuthEvent } from "../../operations.ts";
import type { Ask } from "./ask.ts";

type AssistantEvent = Extract<AuthEvent, `assistants:${string}`>;

export function restrictedAssistants(assistants: Assistants, ask: Ask): Assistants {
  const searching = async <Query extends object>(query: Query): Promise<Query & Pick<Parameters<Assistants["count"]>[0], "seen">> => {
    const value = { ...query };
    const seen = await ask("assistants:search", value);
    return { ...value, seen };
  };
  const gate = async (event: AssistantEvent, id: string, value: object = {}): Promise<Assistant> => {
    const assistant = await assistants.get(id);
    const filter = await ask(event, Object.assign(value, { assistant_id: assistant.assistant_id }));
    if (!isSeen(assistant.metadata, filter)) throw assistantNotFound(id);
    return assistant;
  };
  return {
    async create(assistant) {
      const value = { ...assistant, metadata: { ...assistant.metadata } };
      const seen = await ask("assistants:create", value);
      return assistants.create({ ...value, seen });
    },
    search: async (query) => assistants.search(await searching(query)),
    count: async (filter) => assistants.count(await searching(filter)),
    get: (id) => gate("assistants:read", id),
    async toRun(id, threadId) {
      await requireAssistant(assistants, ask, id);
      return assistants.toRun(id, threadId);
    },
    async update(id, change) {
      const value = { assistant_id: id, ...change, ...(change.metadata && { metadata: { ...change.metadata } }) };
      await gate("assistants:update", id, value);
      const { assistant_id: _, ...changed } = value;
      return assistants.update(id, changed);
    },
    async delete(id, deletion) {
      await gate("assistants:delete", id);
      if (deletion?.threads && (await ask("threads:delete", { assistant_id: id })).length > 0)
        throw new SignalboxError(
          "FORBIDDEN",
          "Some of the assistant's threads may be other people's: delete your own threads first, then the assistant",
        );
      return assistants.delete(id, deletion);
    },
    async versions(id, query) {
      await gate("assistants:read", id);
      return assistants.versions(id, query);
    },
    async setLatest(id, version) {
      await gate("assistants:update", id, { version });
      return assistants.setLatest(id, version);
    },
    async graph(id, options) {
      await gate("assistants:read", id);
      return assistants.graph(id, options);
    },
    async schemas(id) {
      await gate("assistants:read", id);
      return assistants.schemas(id);
    },
    async subgraphs(id, options) {
      await gate("assistants:read", id);
      return assistants.subgraphs(id, options);
    },
  };
}

/** For a run. A graph's own assistant is nobody's: a filter by owner does not hide it here, only a handler's refusal does. */
export async function requireAssistant(assistants: Pick<Assistants, "get">, ask: Ask, id: string): Promise<Assistant> {
  const assistant = await assistants.get(id);
  const filter = await ask("assistants:read", { assistant_id: assistant.assistant_id });
  const isOfGraph = assistant.assistant_id === assistantIdOf(assistant.graph_id);
  if (!isOfGraph && !isSeen(assistant.metadata, filter)) throw assistantNotFound(id);
  return assistant;
}
