/** What the demo sends, what people decide in it, and the path that each request must take. Requests are from CLINC150's val and test splits, word for word. */

export type Act =
  /** The customer writes: the first act of a turn, or the answer to a question that the desk asked them. */
  | { readonly says: string }
  /** An employee of the bank decides. */
  | ({ readonly decides: string; readonly form?: Readonly<Record<string, unknown>> } & Employee);

export interface Employee {
  readonly by: string;
  readonly roles: readonly string[];
}

export interface CaseTurn {
  readonly acts: readonly Act[];
  /** `node:label` for every step, in order. */
  readonly path: string;
  /** The node that still waits for a person at the end. */
  readonly waitsAt?: string;
}

export interface Case {
  readonly shows: string;
  readonly customer: string;
  readonly turns: readonly CaseTurn[];
}

const lead: Employee = { by: "dana (refund lead)", roles: ["refund-lead"] };
const support: Employee = { by: "sam (support)", roles: ["support"] };
const routed = "reception:next triage:";
const chosen = "chooseCharge:chosen pickCharge:next startDispute:next refundsDesk:next";
const disputed = `${routed}dispute findCharges:next ${chosen}`;
const booked = "payBack:next confirm:next tell:told";
const askedBack = `${routed}lowConfidence clarify:answered`;

/** Its approval is decided by the person at the terminal, or approved by the demo itself. */
export const personsCase: Case = {
  shows: "over the limit: your decision, or the demo's",
  customer: "C-1014",
  turns: [
    {
      acts: [{ says: "i need to talk to someone about a fraudulent activity on my card" }, { says: "old navy" }],
      path: `${disputed} checkLimit:over`,
      waitsAt: "approval",
    },
  ],
};

/** The server is killed inside `confirm`, after the refund was booked: the letter system keeps C-1035 waiting. */
export const crashCase: Case = {
  shows: "server killed inside a node, finished after its restart",
  customer: "C-1035",
  turns: [
    {
      acts: [{ says: "i want to report fraudulent activity on my visa" }, { says: "starbucks" }],
      path: `${disputed} checkLimit:within ${booked}`,
    },
  ],
};

export const cases: readonly Case[] = [
  {
    shows: "accounts, then another matter on the same thread",
    customer: "C-1004",
    turns: [
      { acts: [{ says: "what's the balance in my bank accounts" }], path: `${routed}accounts accountsDesk:next tell:told` },
      { acts: [{ says: "transfer $100 from my checking to saving account" }], path: `${routed}payments paymentsDesk:next tell:told` },
    ],
  },
  {
    shows: "cards",
    customer: "C-1005",
    turns: [{ acts: [{ says: "i lost my card and need to report it" }], path: `${routed}cards cardsDesk:next tell:told` }],
  },
  {
    shows: "payments",
    customer: "C-1006",
    turns: [{ acts: [{ says: "what is the minimum payment on my water bill" }], path: `${routed}payments paymentsDesk:next tell:told` }],
  },
  {
    shows: "routed wrongly, handed over",
    customer: "C-1007",
    turns: [
      {
        acts: [{ says: "how long until my water bill is due" }],
        path: `${routed}cards cardsDesk:handoff:paymentsDesk paymentsDesk:next tell:told`,
      },
    ],
  },
  {
    shows: "small charge, given back without asking",
    customer: "C-1003",
    turns: [
      {
        acts: [{ says: "i think there's a fraudulent charge from mcdonald's on my account" }, { says: "the first one" }],
        path: `${disputed} checkLimit:within ${booked}`,
      },
    ],
  },
  {
    shows: "over the limit: approved",
    customer: "C-1008",
    turns: [
      {
        acts: [{ says: "i saw a fraudulent transaction" }, { says: "number 1" }, { decides: "approve", ...lead }],
        path: `${disputed} checkLimit:over approval:approve ${booked}`,
      },
    ],
  },
  {
    shows: "over the limit: amount edited",
    customer: "C-1009",
    turns: [
      {
        acts: [
          { says: "there has been unauthorized use of my visa" },
          { says: "number 2" },
          { decides: "edit", form: { amountCents: 2_500 }, ...lead },
        ],
        path: `${disputed} checkLimit:over approval:edit ${booked}`,
      },
    ],
  },
  {
    shows: "over the limit: rejected with a reason, proposed anew",
    customer: "C-1010",
    turns: [
      {
        acts: [
          { says: "do i have a fraudulent transaction on my account" },
          { says: "the first one" },
          { decides: "reject", form: { reason: "The shop gave back a part already: $30.00 is left." }, ...lead },
        ],
        path: `${disputed} checkLimit:over approval:reject refundsDesk:next checkLimit:within ${booked}`,
      },
    ],
  },
  {
    shows: "low confidence: asked back",
    customer: "C-1011",
    turns: [
      {
        acts: [
          { says: "this charge is bs" },
          { says: "i need to report fraudulent activity on my usaa card" },
          { says: "3" },
          { decides: "approve", ...lead },
        ],
        path: `${askedBack} ${disputed} checkLimit:over approval:approve ${booked}`,
      },
    ],
  },
  {
    shows: "out of scope: asked back twice, then a specialist",
    customer: "C-1012",
    turns: [
      {
        acts: [
          { says: "do i have overdraft protection" },
          { says: "can you tell me what credit cards i have open" },
          { says: "i need to update my address" },
          { decides: "answered", form: { text: "You find all three under Profile in the app; I changed nothing." }, ...support },
        ],
        path: `${askedBack} ${askedBack} ${routed}lowConfidence clarify:exhausted specialist:answered tell:told`,
      },
    ],
  },
  {
    shows: "ledger fails twice: retried, recovered",
    customer: "C-1033",
    turns: [
      {
        acts: [{ says: "i saw suspicious activity on my bank account" }, { says: "number 1" }, { decides: "approve", ...lead }],
        path: `${disputed} checkLimit:over approval:approve ${booked}`,
      },
    ],
  },
  {
    shows: "ledger down: taken from the statements",
    customer: "C-1034",
    turns: [
      {
        acts: [
          { says: "i'm pretty sure i have a fraudulent transaction on my account" },
          { says: "Sam's Club, $101.59" },
          { decides: "approve", ...lead },
        ],
        path: `${routed}dispute findCharges:error:CORE_BANK_DOWN findInStatements:next ${chosen} checkLimit:over approval:approve ${booked}`,
      },
    ],
  },
  {
    shows: "answer fits no charge: asked again, then none of them",
    customer: "C-1013",
    turns: [
      {
        acts: [
          { says: "who do i contact to report fraud on my visa" },
          { says: "that one from last week" },
          { says: "none of these" },
          { decides: "closed", ...support },
        ],
        path: `${routed}dispute findCharges:next chooseCharge:chosen pickCharge:error:NO_SUCH_CHARGE chooseCharge:chosen pickCharge:error:NONE_OF_THESE specialist:closed`,
      },
    ],
  },
  {
    shows: "given back before: a specialist answers",
    customer: "C-1003",
    turns: [
      {
        acts: [
          { says: "i think there's a fraudulent charge from mcdonald's on my account" },
          { says: "yes" },
          { decides: "answered", form: { text: "This charge was given back before." }, ...support },
        ],
        path: `${routed}dispute findCharges:next chooseCharge:chosen pickCharge:next startDispute:error:ALREADY_REFUNDED specialist:answered tell:told`,
      },
    ],
  },
  {
    shows: "misrouted to cards, handed over to the dispute",
    customer: "C-1018",
    turns: [
      {
        acts: [{ says: "i want to report fraud on my american express" }, { says: "walmart" }, { decides: "approve", ...lead }],
        path: `${routed}cards cardsDesk:handoff:findCharges findCharges:next ${chosen} checkLimit:over approval:approve ${booked}`,
      },
    ],
  },
  {
    shows: "over the limit: left in the inbox",
    customer: "C-1015",
    turns: [
      {
        acts: [{ says: "help! i'm a victim of credit card fraud!" }, { says: "the third one" }],
        path: `${disputed} checkLimit:over`,
        waitsAt: "approval",
      },
    ],
  },
];
