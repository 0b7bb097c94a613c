/** Runs the checks on the patched files. */
import { z } from "zod";
import { task } from "../../language/index.ts";
import { Problem, problemsIn } from "./check-files.ts";
import { Patch, patched, Repo, shaOf } from "./repo.ts";

export const runChecks = task({
  labels: ["green", "red", "unchanged"],
  args: z.object({ repo: Repo, patches: z.array(Patch) }),
  output: z.object({ problems: z.array(Problem), sha: z.string() }),
  run: async ({ repo, patches }) => {
    const files = patched(repo.files, patches);
    const problems = problemsIn(files);
    const sha = shaOf(files);
    const label = sha === shaOf(repo.files) ? "unchanged" : problems.length === 0 ? "green" : "red";
    return { label, output: { problems, sha } };
  },
});
