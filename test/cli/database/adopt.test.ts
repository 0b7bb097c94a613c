/** `signalbox adopt` as an operator uses it after a deploy: with the code of the new version only, on the database of the running server. */
import { describe, expect, it } from "vitest";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { until } from "../../support/until.ts";
import { callCli, startCliProcess } from "../call-cli.ts";

const config = "test/cli/projects/versions/langgraph.json";
const adopt = (...more: string[]) => ["adopt", "--config", config, ...more];

/** Threads that wait at "approval" under version 1. */
async function waitingThreads(count: number): Promise<{ url: string; desk: Desk; threads: string[] }> {
  const { url } = await freshPostgres();
  const desk = await deskOn(await opened({ url }));
  const threads: string[] = [];
  for (let index = 0; index < count; index++) {
    const { thread_id } = await desk.begin({ message: "before" });
    await desk.question(thread_id);
    threads.push(thread_id);
  }
  await desk.runtime.stop();
  return { url, desk, threads };
}

describe("signalbox adopt", () => {
  it("moves a thread that the deployed server refuses, and its effect happens once", async () => {
    const { url, desk, threads } = await waitingThreads(1);
    const [thread = ""] = threads;
    const env = { DATABASE_URL: url };
    const server = startCliProcess(["serve", "--port", "0", "--log-level", "silent", "--config", config], { env });
    const base = (await server.line()).split(" at ")[1] ?? "";
    const open = async () => {
      const found = await fetch(`${base}/interrupts?thread_id=${thread}&status=pending`);
      return ((await found.json()) as { id: string; value: { node: string } }[])[0];
    };
    const decide = (id: string) =>
      fetch(`${base}/interrupts/${id}/decision`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ decision: "edit", form: { cents: 4 }, by: "lea", roles: ["lead"] }),
      });
    const before = await open();
    const refused = await decide(before?.id ?? "");
    expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining("question approve form:edit.cents: stored none")]);
    const unmapped = await callCli(adopt(thread, "--to", "5"), { env });
    expect(unmapped).toMatchObject({ code: 1, stdout: expect.stringContaining("node approval: stored asks a person, offered none") });
    const map = ["--map", "approval=signOff"];
    const dry = await callCli(adopt(thread, "--to", "5", ...map, "--dry-run"), { env });
    expect(dry).toEqual({
      code: 0,
      stderr: "",
      stdout: `thread ${thread}: would be adopted, version 1 → 5, waits at "signOff" (was "approval")\n`,
    });
    expect((await open())?.id).toBe(before?.id);
    const moved = await callCli(adopt(thread, "--to", "5", ...map, "--by", "olga", "--reason", "renamed"), { env });
    expect(moved).toMatchObject({ code: 0, stdout: expect.stringContaining("adopted, version 1 → 5") });
    const after = await until("the question of version 5", async () => {
      const question = await open();
      return question && question.id !== before?.id && question;
    });
    expect(after.value.node).toBe("signOff");
    expect((await decide(before?.id ?? "")).status).toBe(409);
    expect((await decide(after.id)).status).toBe(200);
    await until("the payment", async () => (await desk.payments()).length > 0);
    expect(await desk.settled(thread)).toBe("idle");
    expect(await desk.payments()).toEqual([4]);
    const again = await callCli(adopt(thread, "--to", "5", ...map), { env });
    expect(again).toMatchObject({ code: 0, stdout: `thread ${thread}: follows version 5 already\n` });
    expect((await server.stop("SIGTERM")).code).toBe(0);
  });

  it("moves all that fit, reports each, and exits with 1 if one was refused", async () => {
    const { url, desk, threads } = await waitingThreads(3);
    const env = { DATABASE_URL: url };
    const held = threads[1] ?? "";
    await desk.database.sql.query(
      "insert into signalbox.runs (id, thread_id, graph_id, assistant_id, kind, payload, not_before) values ('later', $1, 'refund-desk', 'a', 'input', '{}', now() + interval '1 hour')",
      [held],
    );
    const args = ["--all", "--to", "5", "--map", "approval=signOff"];
    const rows = async () => (await desk.database.sql.query("select count(*)::int as n from signalbox.definitions"))[0];
    const stored = await rows();
    const dry = await callCli(adopt(...args, "--dry-run", "--json"), { env });
    expect(JSON.parse(dry.stdout)).toMatchObject({ dryRun: true, left: 0 });
    expect(await rows()).toEqual(stored);
    const { code, stdout } = await callCli(adopt(...args), { env });
    expect({ code, lines: stdout.trim().split("\n") }).toEqual({
      code: 1,
      lines: [
        expect.stringContaining(`thread ${threads[0]}: adopted`),
        expect.stringContaining(`refused: Thread ${held} cannot be moved: a run on it waits`),
        expect.stringContaining(`thread ${threads[2]}: adopted`),
        "2 adopted, 1 refused",
      ],
    });
    const left = await callCli(adopt(...args, "--json"), { env });
    expect(JSON.parse(left.stdout).threads).toMatchObject([{ thread_id: held, outcome: "refused", code: "NOT_ADOPTABLE" }]);
  });

  it("says what is wrong with the command line, and which versions there are", async () => {
    const { url, threads } = await waitingThreads(1);
    const env = { DATABASE_URL: url };
    expect((await callCli(adopt("--to", "5"), { env })).code).toBe(2);
    expect((await callCli(adopt("--all", threads[0] ?? "", "--to", "5"), { env })).code).toBe(2);
    expect((await callCli(adopt("--all", "--to", "5", "--map", "approval"), { env })).stderr).toContain("approval=signOff");
    expect(await callCli(adopt("--all", "--to", "9"), { env })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /Version "9" of graph "refund-desk" is not known here; known are: 5 \([0-9a-f]{12}\), 1 \(.*\[VERSION_NOT_FOUND\]/,
      ),
    });
    expect(await callCli(adopt("--all", "--to", "1"), { env })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/No thread can follow version 1 .*question approve form:edit.*\[DEFINITION_DOES_NOT_FIT\]/),
    });
    expect((await callCli(adopt("01a2035e-1a78-72aa-aa91-7d3655c564a1", "--to", "5"), { env })).stdout).toContain("THREAD_NOT_FOUND");
  });
});
