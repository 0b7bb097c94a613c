/** `signalbox diff`: what differs in what two declarations do, and what that means for threads that wait in a real database. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { compileGraph } from "../../compile/compile-graph.ts";
import { prepareDatabase } from "../../persistence/schema/prepare-database.ts";
import { createRuntime } from "../../runtime/create-runtime.ts";
import { consoleLog } from "../../telemetry/log.ts";
import { memoryPorts } from "../../testkit/memory/memory-ports.ts";
import { desk } from "../fixtures/order-desk.ts";
import { freshPglite, freshPostgres, opened } from "../support/databases.ts";
import { callCli } from "./call-cli.ts";

const before = "test/cli/projects/good/approval.yaml";
const after = "test/cli/projects/changed/approval.yaml";
const diff = (...args: string[]) => ["diff", ...args];

describe("signalbox diff", () => {
  it("prints each change once", async () => {
    const { code, stdout } = await callCli(diff(before, after));
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "approvals, version 3 → 4
        ~ graph version: 3 → 4
        ~ param decideIn: 4h → 1d (retuned)
        + param tone: kind
        ~ node approval by.roles: ["support-lead"] → ["support-lead","duty-manager"]
        ~ node approval writes.edit.fields.refund: refund → none
        ~ node approval writes.reject.fields.feedback: reason → none
        - node payRefund
        + node specialist
        ~ edge approval -edit-> specialist (was limit)
        ~ edge limit -no-> specialist (was payRefund)
        ~ edge every node -error-> specialist (was end)
        - edge payRefund -next-> end
        - edge payRefund -error:DECLINED-> end
        + edge specialist -answered-> end
        + edge specialist -closed-> end
        + edge specialist -expired-> end
        - channel feedback
        - channel receipt
        + channel draft
        + role duty-manager
        + role support
        - tool payRefund
        ~ question approveRefund form:edit.type: object → none
        ~ question approveRefund form:edit.properties.refund.type: object → none
        ~ question approveRefund form:edit.properties.refund.properties.orderId.type: string → none
        ~ question approveRefund form:edit.properties.refund.properties.amountCents.type: integer → none
        ~ question approveRefund form:edit.properties.refund.properties.amountCents.minimum: -9007199254740991 → none
        ~ question approveRefund form:edit.properties.refund.properties.amountCents.maximum: 9007199254740991 → none
        ~ question approveRefund form:edit.properties.refund.required: ["orderId","amountCents"] → none
        ~ question approveRefund form:edit.properties.refund.additionalProperties: false → none
        ~ question approveRefund form:edit.required: ["refund"] → none
        ~ question approveRefund form:edit.additionalProperties: false → none
        ~ question approveRefund form:reject.type: object → none
        ~ question approveRefund form:reject.properties.reason.type: string → none
        ~ question approveRefund form:reject.required: ["reason"] → none
        ~ question approveRefund form:reject.additionalProperties: false → none
        + question takeOver
      "
    `);
  });

  it("ignores formatting and key order", async () => {
    const { code, stdout } = await callCli(diff("graphs/support-desk/graph.ts", "graphs/support-desk/graph.yaml"));
    expect({ code, stdout }).toEqual({ code: 0, stdout: "support-desk, version 1\n  no differences\n" });
  });

  it("prints the changes as JSON", async () => {
    const { stdout } = await callCli(diff(before, after, "--json"));
    const { changes } = JSON.parse(stdout);
    expect(changes).toContainEqual({ part: "param", name: "decideIn", change: "retuned", before: "4h", after: "1d" });
    expect(changes).toContainEqual({ part: "edge", name: "approval -edit->", change: "changed", before: "limit", after: "specialist" });
  });

  it("exits with 1 for a wrong declaration and 2 for one that does not exist", async () => {
    expect((await callCli(diff(before, "test/cli/projects/wrong/graph.yaml"))).code).toBe(1);
    expect((await callCli(diff(before, "test/cli/projects/wrong/none.yaml"))).code).toBe(2);
  });
});

describe("signalbox diff --live", () => {
  it.each([
    ["Postgres", async () => ({ DATABASE_URL: (await freshPostgres()).url })],
    ["the embedded database", async () => ({ SIGNALBOX_DATA: (await freshPglite()).dataFolder })],
  ] as const)("reports on %s which waiting threads continue, and exits with 1 when some would be refused", async (_name, where) => {
    const env: { DATABASE_URL?: string; SIGNALBOX_DATA?: string } = await where();
    await startWaitingThreads(env, 2);
    const fits = await callCli(diff(before, before, "--live"), { env: { ...env } });
    expect(fits.stdout).toContain('2 threads wait at "approval" under version 3; the registry still fits: they continue\n');
    expect(fits.code).toBe(0);
    const refused = await callCli(diff(before, after, "--live"), { env: { ...env } });
    expect(refused.stdout).toContain(
      [
        '2 threads wait at "approval" under version 3; the registry no longer fits: they would be refused',
        "  question approveRefund form:edit: stored { refund }, offered none",
        "  question approveRefund form:reject: stored { reason }, offered none",
      ].join("\n"),
    );
    expect(refused.code).toBe(1);
  });

  it("reports that there are no unfinished threads", async () => {
    const { dataFolder } = await freshPglite();
    const { code, stdout } = await callCli(diff(before, before, "--live"), { env: { SIGNALBOX_DATA: dataFolder } });
    expect(stdout).toContain("no unfinished threads");
    expect(code).toBe(0);
  });
});

/** Threads that wait at the first node of the old declaration. */
async function startWaitingThreads(
  { DATABASE_URL: url, SIGNALBOX_DATA: dataFolder }: { DATABASE_URL?: string; SIGNALBOX_DATA?: string },
  count: number,
) {
  const database = await opened({ url, dataFolder });
  await prepareDatabase(database);
  const text = readFileSync(fileURLToPath(new URL(`../../${before}`, import.meta.url)), "utf8");
  const graph = compileGraph(desk.loadGraph(text, before), { ports: memoryPorts() });
  const runtime = await createRuntime({ database, graphs: { approvals: graph }, log: consoleLog("silent") });
  await runtime.start();
  for (let thread = 0; thread < count; thread++) {
    const { thread_id } = await runtime.threads.create({});
    const run = await runtime.runs.create(thread_id, {
      assistant_id: "approvals",
      input: { refund: { orderId: "7", amountCents: 9_000 } },
    });
    await runtime.runs.join(thread_id, run.run_id);
  }
  await runtime.stop();
  await database.close();
}
