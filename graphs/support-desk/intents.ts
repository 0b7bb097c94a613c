/** Which desk a CLINC150 intent belongs to. data/README.md explains the choice; this table alone decides it. */
export const routes = ["accounts", "cards", "payments", "dispute"] as const;
export type Route = (typeof routes)[number];

const intents: Record<Route, readonly string[]> = {
  accounts: [
    "account_blocked",
    "balance",
    "freeze_account",
    "interest_rate",
    "order_checks",
    "pin_change",
    "routing",
    "spending_history",
    "transactions",
  ],
  cards: [
    "application_status",
    "apr",
    "card_declined",
    "credit_limit",
    "credit_limit_change",
    "credit_score",
    "damaged_card",
    "expiration_date",
    "improve_credit_score",
    "international_fees",
    "new_card",
    "redeem_rewards",
    "replacement_card_duration",
    "report_lost_card",
    "rewards_balance",
  ],
  payments: ["bill_balance", "bill_due", "min_payment", "pay_bill", "transfer"],
  dispute: ["report_fraud"],
};

const routeByIntent = new Map(routes.flatMap((route) => intents[route].map((intent) => [intent, route] as const)));

/** The route of an intent; undefined for `oos`: out of scope has no route. */
export const routeOf = (intent: string): Route | undefined => routeByIntent.get(intent);
