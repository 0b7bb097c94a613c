/** One step of a plan: what to change in one file. */
import { z } from "zod";

export const Change = z.object({
  find: z.string().min(1),
  put: z.string(),
  wholeWord: z.boolean().default(true).describe("Only where it is a name of its own, as when something is renamed."),
});
export type Change = z.infer<typeof Change>;

export const Step = z.object({ file: z.string().min(1), changes: z.array(Change).min(1) });
export type Step = z.infer<typeof Step>;

/** What `find` means, as a pattern. The text is taken literally. */
export function patternOf({ find, wholeWord }: Pick<Change, "find" | "wholeWord">): RegExp {
  const literal = find.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return wholeWord ? new RegExp(`(?<![\\w$])${literal}(?![\\w$])`, "g") : new RegExp(literal, "g");
}

export const changeText = (text: string, changes: readonly Change[]): string =>
  changes.reduce((changed, change) => changed.replaceAll(patternOf(change), () => change.put), text);
