/** What the concierge can do: look at restaurants, and book a table, once. */
import { z } from "zod";
import { ToolError, tool } from "../../language/index.ts";
import { restaurantNames, restaurants } from "./restaurants.ts";

export const findRestaurants = tool({
  description: "Lists the restaurants, with their kitchen and seats.",
  effect: "none",
  errors: {},
  args: z.object({}),
  output: z.array(z.object({ name: z.string(), kitchen: z.string(), seats: z.number() })),
  run: async () => restaurants.map((restaurant) => ({ ...restaurant })),
});

export const bookTable = tool({
  description: "Books a table. The guest approves the call first.",
  effect: "transaction",
  once: ["restaurant", "day"],
  errors: { FULL: "final" },
  args: z.object({
    restaurant: z.enum(restaurantNames),
    day: z.iso.date().describe("The day, as 2026-12-24."),
    people: z.int().min(1).max(12),
  }),
  output: z.object({ reference: z.string() }),
  run: async ({ restaurant, day, people }, { sql }) => {
    const reference = `${restaurant}-${day}`;
    const booked = await sql.query(
      "insert into concierge.bookings (restaurant, day, people, reference) values ($1, $2, $3, $4) on conflict do nothing returning reference",
      [restaurant, day, people, reference],
    );
    if (booked.length === 0) throw new ToolError("FULL", `${restaurant} has no table left on ${day}.`);
    return { reference };
  },
});
