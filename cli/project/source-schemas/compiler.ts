/** The thread that reads sources: begun for the first question, and ended when none has come for a while, since it keeps what the sources import. */
import { once } from "node:events";
import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import pLimit from "p-limit";
import type { SchemasByNamespace } from "../../../runtime/protocol/graph-schemas.ts";
import type { ExportPlace } from "../project.ts";
import type { SchemasAnswer } from "./schemas-thread.ts";

/** How long the compiler may take for one graph; usual are three seconds for the first. */
const SCHEMAS_MS = 300_000;
const IDLE_MS = 10_000;

export class TookTooLong extends Error {}

export class Compiler {
  readonly #oneAtATime = pLimit(1);
  #thread: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;

  /** @throws a reason, when the source has no such graph or cannot be read. */
  schemasOf(place: ExportPlace): Promise<SchemasByNamespace> {
    return this.#oneAtATime(async () => {
      clearTimeout(this.#idle);
      const answer = await this.#ask(place);
      this.#idle = setTimeout(() => this.#end(), IDLE_MS).unref();
      if ("reason" in answer) throw new Error(answer.reason);
      return answer.schemas;
    });
  }

  async #ask(place: ExportPlace): Promise<SchemasAnswer> {
    this.#thread ??= startThread();
    const thread = this.#thread;
    const waiting = new AbortController();
    const timer = setTimeout(() => waiting.abort(), SCHEMAS_MS);
    try {
      const answer = once(thread, "message", waiting);
      thread.postMessage(place);
      const ended = once(thread, "exit", waiting).then(() => Promise.reject(new Error("the compiler ended")));
      const [answered]: SchemasAnswer[] = await Promise.race([answer, ended]);
      if (!answered) throw new Error("the compiler has no answer");
      return answered;
    } catch (error) {
      this.#end();
      throw waiting.signal.aborted ? new TookTooLong(`the compiler did not end within ${SCHEMAS_MS / 1_000} s`) : error;
    } finally {
      clearTimeout(timer);
      waiting.abort();
    }
  }

  #end(): void {
    void this.#thread?.terminate();
    this.#thread = undefined;
  }
}

function startThread(): Worker {
  // beside this file, before the build and after it
  const file = new URL(import.meta.url.endsWith(".ts") ? "./schemas-thread.ts" : "./schemas-thread.js", import.meta.url);
  if (!existsSync(file)) throw new Error("this package is bundled without its threads");
  const thread = new Worker(file);
  thread.unref();
  return thread;
}
