import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { codeChange } from "../../../graphs/code-change/graph.ts";
import type { Repo } from "../../../graphs/code-change/repo.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { runPath, type Scenario } from "../../../testkit/index.ts";
import { openTables } from "./open-tables.ts";

let tables: Database;
beforeAll(async () => {
  tables = await openTables("code-change");
});
afterAll(() => tables.close());

let branches = 0;
/** Each run has a branch of its own, as the main branch was at first. */
async function run(request: string, rest: Omit<Scenario, "input"> = {}) {
  const branch = `branch-${++branches}`;
  await tables.sql.query(`insert into code.branches select $1, head, files from code.branches where name = 'main'`, [branch]);
  const result = await runPath(codeChange, { input: { request, branch }, ports: { sql: tables.sql }, ...rest });
  return { ...result, repo: await repoOf(branch), commits: await commitsOf(branch) };
}
const repoOf = async (branch: string): Promise<Repo> => {
  const [repo] = await tables.sql.query<Repo>(`select name as branch, head, files from code.branches where name = $1`, [branch]);
  return repo as Repo;
};
const commitsOf = (branch: string) => tables.sql.query<{ message: string }>(`select message from code.commits where branch = $1`, [branch]);

const rename = "rename total to sumCents";
const stepFor = (file: string) => ({ file, changes: [{ find: "total", put: "sumCents", wholeWord: true }] });
const planned = ["checkout -next-> makePlan", "makePlan -next-> editPlan"];
const edited = (count: number) => Array.from({ length: count }, (_, at) => `edit[${at}] -next-> join`);
const merged = ["review -merge-> land", "land -next-> end:merged"];

describe("a change", () => {
  it("is planned, approved, edited file by file, checked and merged once", async () => {
    const result = await run(rename, { answers: { editPlan: "go", review: "merge" } });
    expect(result).toMatchInlinePath(`
      checkout -next-> makePlan
      makePlan -next-> editPlan
      editPlan -go-> edit
      edit[0] -next-> join
      edit[1] -next-> join
      edit[2] -next-> join
      edit[3] -next-> join
      edit -next-> test
      test -green-> review
      review -merge-> land
      land -next-> end:merged
    `);
    expect(result.effects).toMatchObject([{ node: "land", output: result.repo.head }]);
    expect(result.commits).toEqual([{ message: rename }]);
    expect(result.repo.files["invoice.ts"]).toContain("import { format, sumCents }");
    expect(result.repo.files["invoice.ts"]).toContain("cartTotal(lines) + sumCents(feesCents)");
  });

  it("whose plan a person shortened fails the checks and is repaired", async () => {
    const cut = { decision: "edit", form: { plan: ["money.ts", "invoice.ts"].map(stepFor) } };
    const result = await run(rename, { answers: { editPlan: cut, review: "merge" } });
    expect(result.path).toEqual([
      ...planned,
      "editPlan -edit-> edit",
      ...edited(2),
      "edit -next-> test",
      "test -red-> repair",
      "repair -next-> test",
      "test -green-> review",
      ...merged,
    ]);
    expect(result.repo.files["cart.ts"]).toContain("return sumCents(");
    expect(result.repo.files["README.md"]).toContain("`sumCents(amounts)`");
  });

  it("that cannot be repaired is tried three times, then a person sees the problems", async () => {
    const result = await run("rename format to total", { answers: { editPlan: "go", review: ["merge", "stop"] } });
    expect(result.path.slice(6)).toEqual([
      "edit -next-> test",
      ...[1, 2, 3].flatMap(() => ["test -red-> repair", "repair -next-> test"]),
      "test -red-> repair",
      "repair -exhausted-> review",
      "review -merge-> land",
      "land -error:RED-> repair",
      "repair -exhausted-> review",
      "review -stop-> end:stopped",
    ]);
    expect(result.state.problems).toContainEqual({ file: "money.ts", message: "declares total twice" });
    expect(result.commits).toEqual([]);
  });

  it("is changed once more at the reviewer's request", async () => {
    const wish = { decision: "change", form: { wish: 'replace "EUR" by "USD"' } };
    const result = await run(rename, { answers: { editPlan: "go", review: [wish, "merge"] } });
    expect(result.path.slice(-6)).toEqual([
      "test -green-> review",
      "review -change-> amend",
      "amend -next-> test",
      "test -green-> review",
      ...merged,
    ]);
    expect(result.repo.files["money.ts"]).toMatch(/sumCents[\s\S]*USD/);
  });

  it("on a branch that moved in between starts again from the branch as it is now", async () => {
    let reads = 0;
    const checkOut = async ({ branch }: { branch: string }) => {
      const repo = await repoOf(branch);
      return reads++ === 0 ? { ...repo, head: "older" } : repo;
    };
    const result = await run(rename, { tools: { checkOut }, answers: { editPlan: ["go", "go"], review: ["merge", "merge"] } });
    const once = [...planned, "editPlan -go-> edit", ...edited(4), "edit -next-> test", "test -green-> review", "review -merge-> land"];
    expect(result.path).toEqual([...once, "land -error:CONFLICT-> checkout", ...once, "land -next-> end:merged"]);
    expect(result.commits).toHaveLength(1);
  });
});

describe("a plan", () => {
  it("that names a missing file returns with the failure", async () => {
    const wrong = { decision: "edit", form: { plan: [stepFor("money.ts"), stepFor("monney.ts")] } };
    const result = await run(rename, { answers: { editPlan: [wrong, "stop"] } });
    expect(result.path).toEqual([
      ...planned,
      "editPlan -edit-> edit",
      "edit[0] -next-> join",
      "edit[1] -failed-> join",
      "edit -failures-> editPlan",
      "editPlan -stop-> end:stopped",
    ]);
    expect(result.state.failed).toEqual([{ index: 1, item: stepFor("monney.ts"), error: "NO_SUCH_FILE: there is no file monney.ts" }]);
  });

  it("that names a file twice is refused", async () => {
    const twice = { decision: "edit", form: { plan: [stepFor("money.ts"), stepFor("money.ts")] } };
    await expect(run(rename, { answers: { editPlan: twice } })).rejects.toThrow("name each file in one step only");
  });

  // Fails as long as an empty list leaves the channels that it should collect into unwritten.
  it("for a request that no rule matches is empty, and nothing is merged", async () => {
    const result = await run("make it faster", { answers: { editPlan: ["go", "stop"] } });
    expect(result.path).toEqual([
      ...planned,
      "editPlan -go-> edit",
      "edit -next-> test",
      "test -unchanged-> editPlan",
      "editPlan -stop-> end:stopped",
    ]);
  });
});

it("on a branch that does not exist stops at once", async () => {
  const result = await runPath(codeChange, { input: { request: rename, branch: "nowhere" }, ports: { sql: tables.sql } });
  expect(result.path).toEqual(["checkout -error:NO_SUCH_BRANCH-> end:stopped"]);
});
