/** Everything that graph.ts and graph.yaml may name: channels, roles, the model, agents, the router, tools, tasks and questions. */
import { z } from "zod";
import { messages, router, setup } from "../../language/index.ts";
import { chatModelFromEnv } from "../../openai/chat-models.ts";
import { accounts, cards, payments, refunds } from "./agents.ts";
import { Charge } from "./charge.ts";
import { trainClassifier } from "./classifier.ts";
import { examplesOf } from "./examples.ts";
import { routes } from "./intents.ts";
import { approveRefund, takeOver, whatDoYouNeed, whichCharge } from "./questions.ts";
import { scriptedModel } from "./scripted-model.ts";
import { overLimit, putReply } from "./tasks.ts";
import * as accountTools from "./tools/accounts.ts";
import * as cardTools from "./tools/cards.ts";
import { bookRefund, Dispute, lookupCharges, matchCharge, openDispute, Receipt, sendLetter } from "./tools/disputes.ts";
import * as paymentTools from "./tools/payments.ts";
import { Customer, receiveMessage } from "./tools/reception.ts";

const classify = trainClassifier(
  routes,
  examplesOf("train").map(({ text, route }) => ({ text, label: route })),
);

export const desk = setup({
  state: {
    customerId: z.string().min(1).max(64),
    /** The customer's last message, and the whole conversation. */
    message: z.string().trim().min(1).max(2_000),
    messages: messages(),
    customer: Customer,
    reply: z.string(),
    complaint: z.string(),
    candidates: z.array(Charge),
    charge: Charge,
    dispute: Dispute,
    amountCents: z.int().positive(),
    draft: z.string(),
    feedback: z.string(),
    receipt: Receipt,
  },
  roles: ["refund-lead", "duty-manager", "support"],
  models: { desk: chatModelFromEnv(process.env, scriptedModel) },
  agents: { accounts, cards, payments, refunds },
  routers: {
    intent: router({ labels: routes, args: z.object({ message: z.string() }), run: async ({ message }) => classify(message) }),
  },
  tools: {
    receiveMessage,
    ...accountTools,
    ...cardTools,
    ...paymentTools,
    lookupCharges,
    matchCharge,
    openDispute,
    bookRefund,
    sendLetter,
  },
  tasks: { overLimit, putReply },
  questions: { whatDoYouNeed, whichCharge, approveRefund, takeOver },
});
