/** Token counts from a provider: what is not a count counts nothing, and never makes a budget endless. */
import { expect, it } from "vitest";
import { isSpent } from "../../../nodes/call/budget.ts";
import { noUsage } from "../../../nodes/call/usage.ts";
import { tokenCounts } from "../../../nodes/models/token-counts.ts";

const counts = (usage: object) => tokenCounts(usage as never);

it.each([
  ["as they should be", { input_tokens: 5, output_tokens: 3, total_tokens: 8 }, [5, 3, 8]],
  ["without a total", { input_tokens: 5, output_tokens: 3 }, [5, 3, 8]],
  ["with a total of NaN", { input_tokens: 5, output_tokens: 3, total_tokens: Number.NaN }, [5, 3, 8]],
  ["with a total of 0 beside parts", { input_tokens: 5, output_tokens: 3, total_tokens: 0 }, [5, 3, 8]],
  ["with only a total", { total_tokens: 8 }, [0, 0, 8]],
  ["with an infinite part", { input_tokens: Number.POSITIVE_INFINITY, output_tokens: 3, total_tokens: 8 }, [0, 3, 8]],
  ["with a negative part", { input_tokens: -5, output_tokens: 3 }, [0, 3, 3]],
  ["with text", { input_tokens: "5", output_tokens: 3 }, [0, 3, 3]],
])("are read %s", (_, usage, [input, output, total]) =>
  expect(counts(usage)).toEqual({ input_tokens: input, output_tokens: output, total_tokens: total }),
);

it.each([{}, { input_tokens: Number.NaN }, { total_tokens: null }, { total_tokens: "8" }, { total_tokens: -1 }])(
  "are not read from %j",
  (usage) => expect(counts(usage)).toBeUndefined(),
);

it("keeps the details that are counts", () =>
  expect(
    counts({ input_tokens: 5, output_tokens: 3, input_token_details: { cache_read: 2, audio: undefined, odd: Number.NaN } }),
  ).toMatchObject({
    input_token_details: { cache_read: 2 },
  }));

it.each([
  [{ tokens: Number.NaN }, { tokens: 5 }],
  [{ tokens: 5 }, { tokens: Number.NaN }],
])("takes %j of %j left as spent", (used, left) => expect(isSpent(left, { ...noUsage, ...used })).toBe(true));
