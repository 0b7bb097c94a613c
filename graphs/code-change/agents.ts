/** The four who write: planner, editor, repairer and amender. They work by rule, without a model: each says in one line what it cannot do. */
import { z } from "zod";
import { agent, ToolError } from "../../language/index.ts";
import { Problem } from "./check-files.ts";
import { changesIn } from "./read-request.ts";
import { repairPatches } from "./repair-patches.ts";
import { Patch, patched, patchesTo, Repo } from "./repo.ts";
import { changeText, patternOf, Step } from "./step.ts";

/** One step for each file in which something of the request stands; no step when there is nothing to do by rule. */
export const planner = agent({
  args: z.object({ request: z.string(), repo: Repo }),
  output: z.array(Step),
  run: async ({ request, repo }) =>
    Object.entries(repo.files).flatMap(([file, text]) => {
      const changes = changesIn(request).filter((change) => patternOf(change).test(text));
      return changes.length === 0 ? [] : [{ file, changes }];
    }),
});

export const editor = agent({
  args: z.object({ step: Step, repo: Repo }),
  output: Patch,
  run: async ({ step: { file, changes }, repo }) => {
    const text = repo.files[file];
    if (text === undefined) throw new ToolError("NO_SUCH_FILE", `there is no file ${file}`);
    const idle = changes.find((change) => !patternOf(change).test(text));
    if (idle) throw new ToolError("NOTHING_TO_CHANGE", `"${idle.find}" does not stand in ${file}`);
    return { file, text: changeText(text, changes) };
  },
});

export const repairer = agent({
  args: z.object({ repo: Repo, patches: z.array(Patch), problems: z.array(Problem) }),
  output: z.array(Patch),
  run: async ({ repo: { files }, patches, problems }) => repairPatches(files, patched(files, patches), problems),
});

/** Does what the reviewer asks for, on top of the patches. */
export const amender = agent({
  args: z.object({ repo: Repo, patches: z.array(Patch), wish: z.string() }),
  output: z.array(Patch),
  run: async ({ repo: { files }, patches, wish }) => {
    const arepaired = Object.entries(patched(files, patches)).map(([file, text]) => [file, changeText(text, changesIn(wish))] as const);
    return patchesTo(files, Object.fromEntries(arepaired));
  },
});
