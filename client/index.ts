/** The entry `signalbox/client`: the official SDK's client, with the routes and errors that only a Signalbox server has. */
export type { Path, Step } from "../language/terms/step.ts";
export type { DecisionLink, LinkPerson } from "../runtime/links/make-link.ts";
export type { GivenAnswer, Interrupt } from "../runtime/protocol/interrupt.ts";
export type { ThreadPath, Turn } from "../runtime/threads/thread-path.ts";
export type { NodeUsage, RunUsage, ThreadUsage, UsageReport } from "../runtime/threads/thread-usage.ts";
export type { Webhook } from "../runtime/webhooks/webhooks.ts";
export type { InboxQuery, InterruptAnswer, LinkWanted, Person, RunStart, WebhookFilter } from "./requests.ts";
export { type ClientOptions, SignalboxClient } from "./signalbox-client.ts";
