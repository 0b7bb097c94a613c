import { expect, it } from "vitest";
import { z } from "zod";
import { setup, task } from "../../index.ts";
import { sampleOf } from "../support/long-run.ts";
import { mutantsOf } from "./mutants.ts";
import { smallDesk } from "./small-desk.ts";
import { testMutants } from "./test-mutants.ts";

it("changes one thing at a time, in everything that leads, bounds, tries, waits or asks", () => {
  expect(mutantsOf(smallDesk).map(({ name }) => name)).toMatchSnapshot();
});

it("leaves the declaration as it is, and makes no change twice", () => {
  const before = JSON.stringify(smallDesk);
  const texts = mutantsOf(smallDesk).map(({ graph }) => JSON.stringify(graph));
  expect(JSON.stringify(smallDesk)).toBe(before);
  expect(new Set([...texts, before]).size).toBe(texts.length + 1);
});

it("finds that paths notice each change that the checker accepts: also of repair, fallback and who decides", async () => {
  const held = await testMutants(smallDesk, 0, (all) => sampleOf(all, 4));
  expect(held.unnoticed).toEqual([]);
  expect(held.refused).toBeLessThan(held.mutants / 4);
  expect(held.refused + held.noticed).toBe(held.mutants);
});

it("names the changes that no path notices", async () => {
  const { defineGraph } = setup({
    state: { text: z.string() },
    tasks: { look: task({ labels: ["done"], args: z.object({ text: z.string() }), run: async () => ({ label: "done" }) }) },
  });
  const { unnoticed } = await testMutants(
    defineGraph({
      id: "short",
      version: 1,
      start: "look",
      input: ["text"],
      budget: { steps: 50, next: "last" },
      nodes: {
        look: { kind: "task", task: "look", routes: { done: "last" } },
        last: { kind: "task", task: "look", routes: { done: "end" } },
      },
    }),
    0,
  );
  expect(unnoticed).toContain("budget.steps: 50 → 49");
});
