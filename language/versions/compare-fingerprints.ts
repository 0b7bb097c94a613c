/** Differences in what two declarations need from their registries: channels, code, questions, by name. */

import { type Change, type ChangedPart, compareMaps } from "./change.ts";
import type { Fingerprint } from "./fingerprint.ts";
import { compareLeaves } from "./leaves.ts";

/** Groups of the registry, each as one calls a member of it. */
export const partOfGroup: Readonly<Record<string, ChangedPart>> = {
  state: "channel",
  roles: "role",
  models: "model",
  routers: "router",
  agents: "agent",
  tools: "tool",
  tasks: "task",
  questions: "question",
};

export function compareFingerprints(before: Fingerprint, after: Fingerprint): Change[] {
  return Object.entries(partOfGroup).flatMap(([group, part]) =>
    compareMaps(part, [before[group] ?? {}, after[group] ?? {}], (name, old, new_) =>
      compareLeaves(old, new_).map((leaf) => ({ part, name, change: "changed", ...leaf })),
    ),
  );
}
