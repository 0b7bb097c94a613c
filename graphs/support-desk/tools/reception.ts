/** Who is writing, and what they wrote: the desk's first step with every message. */
import { z } from "zod";
import { tool } from "../../../language/index.ts";
import { ToolError } from "../../../language/issues/errors.ts";

export const Customer = z.object({ name: z.string() });

export const receiveMessage = tool({
  description: "Look up the customer and put their message into the conversation.",
  errors: { UNKNOWN_CUSTOMER: "final" },
  args: z.object({ customerId: z.string(), message: z.string() }),
  output: z.object({ customer: Customer, said: z.object({ role: z.literal("user"), content: z.string() }) }),
  run: async ({ customerId, message }, { sql }) => {
    const [customer] = await sql.query<{ name: string }>(`select name from bank.customers where id = $1`, [customerId]);
    if (!customer) throw new ToolError("UNKNOWN_CUSTOMER", `the bank has no customer "${customerId}"`);
    return { customer, said: { role: "user" as const, content: message } };
  },
});
