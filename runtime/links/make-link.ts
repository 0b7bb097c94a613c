/** Makes a link by which somebody without a key decides one question. What could never decide it is not made. */
import { randomUUID } from "node:crypto";
import { SignalboxError } from "../../language/issues/errors.ts";
import { DURATION_HINT, durationText, parseDuration } from "../../language/terms/duration.ts";
import { personNamed } from "../../language/terms/person.ts";
import { findInterrupts, type SeenInterrupt } from "../../persistence/statements/interrupts/seen-interrupts.ts";
import { linkEnd } from "../../persistence/statements/links/link-end.ts";
import type { Acting } from "../identity/acting.ts";
import { approversOf, peopleNeeded } from "../interrupts/check-approver.ts";
import { needsNameFor } from "../interrupts/check-decision.ts";
import { questionNamed } from "../interrupts/interrupts.ts";
import { alreadyDecided, interruptNotFound } from "../protocol/refusals.ts";
import { delegated } from "./delegation.ts";
import { linkOver } from "./link-refusals.ts";
import { subjectOf } from "./link-subject.ts";
import { recordLink } from "./record-link.ts";

export interface LinkRequest {
  /** Of the question. */
  readonly id: string;
  /** Of the question. Needed where the thread was copied: a copy's question has the same id. */
  readonly thread_id?: string | undefined;
  /** With which its holder decides; left out where the question asks for none. */
  readonly role?: string | undefined;
  /** Who its holder is. A question that depends on who decides takes a link only for a person. */
  readonly person?: LinkPerson | undefined;
  /** Those that it offers. Default: all of the question. */
  readonly decisions?: readonly string[] | undefined;
  /** As in a declaration: "2d". At most 30 days, default 7 days, and never longer than the question's deadline. */
  readonly expires_in?: string | undefined;
}

export interface LinkPerson {
  readonly id: string;
  readonly name?: string | undefined;
}

export interface DecisionLink {
  readonly link_id: string;
  readonly interrupt_id: string;
  /** Whoever has it can decide: it is shown once and stored nowhere. */
  readonly token: string;
  readonly role: string | null;
  readonly person: LinkPerson | null;
  readonly decisions: readonly string[] | null;
  readonly expires_at: string;
}

const DAY_MS = 86_400_000;
const DEFAULT_MS = 7 * DAY_MS;
export const LONGEST_LINK_MS = 30 * DAY_MS;

/** @throws INVALID_INPUT, FORBIDDEN, INTERRUPT_NOT_FOUND, ALREADY_DECIDED */
export async function makeLink(
  services: Acting,
  { id, thread_id: threadId, role, person: named, expires_in, decisions: wanted }: LinkRequest,
): Promise<DecisionLink> {
  const { caller, linkKeys, database } = services;
  const validMs = validFor(expires_in);
  const person = named && { ...named, id: nameOf(named.id) };
  const { thread_id: thread } = await questionNamed(services, id, threadId);
  const [interrupt] = await findInterrupts(database.sql, thread, [id]);
  if (!interrupt) throw interruptNotFound(id);
  if (!linkKeys.areThere) throw invalid("link", "this server has no secret to sign links with: set SIGNALBOX_LINK_SECRET");
  if (interrupt.status !== "pending") throw alreadyDecided(interrupt);
  const decisions = decisionsOf(interrupt, wanted);
  const { distinct } = await delegated(services, { role, person });
  await refuseUseless(services, interrupt, { role, person, decisions, distinct });
  const { ends_at, is_over } = await linkEnd(database.sql, validMs, interrupt.due_at);
  if (is_over) throw linkOver("the question's deadline is over");
  const { id: maker, via, tenant } = caller.principal;
  const claims = {
    ...{ v: 1 as const, id: randomUUID(), tenant, thread, interrupt: id },
    ...{ question: interrupt.question_hash, shown: interrupt.shown_hash, decisions, role, person, distinct },
    ...{ maker: { id: maker, via }, ends: ends_at.getTime() },
  };
  const made = {
    link_id: claims.id,
    interrupt_id: id,
    role: role ?? null,
    person: person ?? null,
    decisions,
    expires_at: ends_at.toISOString(),
  };
  await recordLink(services, interrupt, { what: "link.made", detail: made });
  return { ...made, token: linkKeys.sign(claims) };
}

function validFor(text: string | undefined): number {
  if (text === undefined) return DEFAULT_MS;
  const ms = parseDuration(text);
  if (ms === undefined) throw invalid("expires_in", `"${text}" is not a duration. ${DURATION_HINT}`);
  if (ms > LONGEST_LINK_MS) throw invalid("expires_in", `${text} is more than ${durationText(LONGEST_LINK_MS)}`);
  return ms;
}

function nameOf(id: string): string {
  const name = personNamed(id);
  if (name === undefined) throw invalid("person.id", `"${id}" names nobody`);
  return name;
}

function decisionsOf(interrupt: SeenInterrupt, wanted: readonly string[] | undefined): string[] | null {
  const { decisions } = subjectOf(interrupt);
  if (!decisions) {
    if (wanted) throw invalid("decisions", "the interrupt of a raw graph has no decisions: leave them out");
    return null;
  }
  const offered = Object.keys(decisions);
  const unknown = wanted?.find((decision) => !offered.includes(decision));
  if (unknown !== undefined) throw invalid("decisions", `"${unknown}" is not one of ${offered.join(", ")}`);
  return [...new Set(wanted ?? offered)];
}

interface Wanted extends Pick<LinkRequest, "role" | "person"> {
  readonly decisions: readonly string[] | null;
  readonly distinct: boolean;
}

/** A link that the question would refuse whenever it is used. */
async function refuseUseless(services: Acting, interrupt: SeenInterrupt, { role, person, decisions, distinct }: Wanted): Promise<void> {
  const by = approversOf(interrupt.payload);
  if (by === "requester") {
    if (!person) throw invalid("person", "only whoever asked for it can answer: name that person");
    return;
  }
  const allowed = by && (interrupt.assignee ? [...by.roles, interrupt.assignee] : by.roles);
  if (allowed && (role === undefined || !allowed.includes(role))) throw invalid("role", `the question takes one of ${allowed.join(", ")}`);
  const dependsOnPerson = (by?.not ?? []).length > 0 || (decisions ?? []).some((decision) => peopleNeeded(interrupt, decision) > 1);
  if (!person && (dependsOnPerson || (await needsNameFor(services, interrupt))))
    throw invalid("person", "it matters who decides here: name a person");
  if (dependsOnPerson && !distinct)
    throw new SignalboxError(
      "FORBIDDEN",
      "person: it takes different people here, and the caller's credential does not vouch that those whom it names are",
    );
}

const invalid = (field: string, message: string): SignalboxError =>
  new SignalboxError("INVALID_INPUT", `${field}: ${message}`, { issues: [{ code: "custom", path: [field], message }] });
