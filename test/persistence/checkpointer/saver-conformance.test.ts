/** LangGraph's own suite for checkpointers, on both databases. */
import { type CheckpointSaverTestInitializer, deltaChannelHistoryTests, validate } from "@langchain/langgraph-checkpoint-validation";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FencedSaver } from "../../../persistence/checkpointer/saver.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { describeOnBoth } from "../../support/databases.ts";

// The suite expects vitest's functions to be global.
Object.assign(globalThis, { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it });

describeOnBoth("FencedSaver", (open) => {
  let database: Database;
  const initializer: CheckpointSaverTestInitializer<FencedSaver> = {
    checkpointerName: "FencedSaver",
    beforeAllTimeout: 120_000,
    async beforeAll() {
      database = await open();
    },
    createCheckpointer: () => new FencedSaver(database),
    async destroyCheckpointer() {
      await database.pool.query(
        "delete from signalbox.checkpoints; delete from signalbox.checkpoint_blobs; delete from signalbox.checkpoint_writes",
      );
    },
  };
  validate(initializer);
  deltaChannelHistoryTests(initializer);
});
