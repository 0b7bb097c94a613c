/** A process that belongs to Signalbox hands on the tokens of models in order, unless its operator has chosen otherwise. */
import { EventEmitter } from "node:events";
import { expect, it } from "vitest";
import { runUntil } from "../../cli/serving/service.ts";
import { consoleLog } from "../../telemetry/log.ts";

it.each([
  [undefined, "false"],
  ["true", "true"],
])("LANGCHAIN_CALLBACKS_BACKGROUND %s becomes %s", async (before, after) => {
  const env = before === undefined ? {} : { LANGCHAIN_CALLBACKS_BACKGROUND: before };
  const ownProcess = Object.assign(new EventEmitter(), { env, pid: 1, exit() {}, abort() {}, kill() {} }) as unknown as NodeJS.Process;
  const stdout = { write: () => true } as unknown as NodeJS.WriteStream;
  const service = { banner: [], log: consoleLog("silent"), close: async () => {} };
  await runUntil(Promise.resolve("SIGTERM"), service, { stdout, ownProcess } as unknown as Parameters<typeof runUntil>[2]);
  expect(ownProcess.env.LANGCHAIN_CALLBACKS_BACKGROUND).toBe(after);
});
