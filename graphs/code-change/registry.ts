/** Everything that graph.ts may name: channels, the writers, the checks, the repository's tools and the questions. */
import { z } from "zod";
import { setup } from "../../language/index.ts";
import { amender, editor, planner, repairer } from "./agents.ts";
import { Problem } from "./check-files.ts";
import { approveMerge, approvePlan } from "./questions.ts";
import { Patch, Repo } from "./repo.ts";
import { Step } from "./step.ts";
import { runChecks } from "./tasks.ts";
import { checkOut, merge } from "./tools.ts";

export const code = setup({
  state: {
    request: z.string().trim().min(1).max(2_000),
    branch: z.string(),
    repo: Repo,
    plan: z.array(Step),
    step: Step,
    patch: Patch,
    patches: z.array(Patch),
    failed: z.array(z.object({ index: z.int(), item: Step, error: z.string() })),
    problems: z.array(Problem),
    sha: z.string(),
    /** What the reviewer wants changed. */
    wish: z.string(),
    commit: z.string(),
  },
  roles: ["developer"],
  agents: { planner, editor, repairer, amender },
  tasks: { runChecks },
  tools: { checkOut, merge },
  questions: { approvePlan, approveMerge },
});
