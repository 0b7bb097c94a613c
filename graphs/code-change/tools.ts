/** What happens to the repository itself: it is read, and one commit is merged, once. */
import { z } from "zod";
import { ToolError, tool } from "../../language/index.ts";
import { problemsIn } from "./check-files.ts";
import { Patch, patched, Repo, shaOf } from "./repo.ts";

export const checkOut = tool({
  description: "Read the branch as it is now.",
  errors: { NO_SUCH_BRANCH: "final" },
  effect: "none",
  args: z.object({ branch: z.string() }),
  output: Repo,
  run: async ({ branch }, { sql }) => {
    const [repo] = await sql.query<Repo>(`select name as branch, head, files from code.branches where name = $1`, [branch]);
    if (!repo) throw new ToolError("NO_SUCH_BRANCH", `there is no branch "${branch}"`);
    return repo;
  },
});

export const merge = tool({
  description: "Merge the patched files, if the branch is still as it was read and the checks hold.",
  errors: { CONFLICT: "final", RED: "final" },
  args: z.object({ repo: Repo, patches: z.array(Patch), sha: z.string(), request: z.string() }),
  output: z.string(),
  effect: "transaction",
  once: ["sha"],
  run: async ({ repo, patches, sha, request }, { sql, thread }) => {
    const files = patched(repo.files, patches);
    const [problem] = problemsIn(files);
    if (problem) throw new ToolError("RED", `${problem.file} ${problem.message}`);
    if (shaOf(files) !== sha) throw new ToolError("CONFLICT", `the patches are not those that were approved as ${sha}`);
    const [moved] = await sql.query(`update code.branches set head = $3, files = $4 where name = $1 and head = $2 returning head`, [
      repo.branch,
      repo.head,
      sha,
      JSON.stringify(files),
    ]);
    if (!moved) throw new ToolError("CONFLICT", `${repo.branch} has moved since it was read at ${repo.head}`);
    await sql.query(`insert into code.commits (sha, branch, parent, message, thread) values ($1, $2, $3, $4, $5)`, [
      sha,
      repo.branch,
      repo.head,
      request,
      thread,
    ]);
    return sha;
  },
});
