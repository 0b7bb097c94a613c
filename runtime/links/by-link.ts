/** What somebody can do who has nothing but a decision link: see its question, and decide it once. Looking changes nothing: mail scanners open links. */
import type { JsonSchema } from "../../language/schema/json-schema.ts";
import { findInterrupts, type SeenInterrupt } from "../../persistence/statements/interrupts/seen-interrupts.ts";
import { lookAtLink } from "../../persistence/statements/links/look-at-link.ts";
import { type Acting, actingFor } from "../identity/acting.ts";
import type { Actor } from "../identity/actor.ts";
import type { Principal } from "../identity/caller.ts";
import { assertAsShown } from "../interrupts/check-bound.ts";
import { decideInterrupt } from "../interrupts/decide-interrupt.ts";
import type { Decision } from "../interrupts/decision.ts";
import { recordingRefusal } from "../interrupts/refusals-on-record.ts";
import { type Interrupt, interruptOf } from "../protocol/interrupt.ts";
import { alreadyAnswered, alreadyDecided, interruptNotFound, notInLink } from "../protocol/refusals.ts";
import type { Services } from "../services.ts";
import { linkOver, linkUnknown } from "./link-refusals.ts";
import { type GivenByLink, subjectOf } from "./link-subject.ts";
import type { LinkClaims } from "./link-token.ts";
import type { LinkPerson } from "./make-link.ts";

/** A question, as whoever has a link to it is shown it. */
export interface LinkedQuestion {
  readonly interrupt_id: string;
  readonly prompt: string;
  readonly shows: Readonly<Record<string, unknown>>;
  /** Those that the link offers, each with the JSON Schema of its form, or null. Null: any JSON, as `resume`. */
  readonly decisions: Readonly<Record<string, JsonSchema | null>> | null;
  readonly role: string | null;
  readonly person: LinkPerson | null;
  readonly expires_at: string;
}

export interface LinkDecision extends GivenByLink {
  readonly token: string;
  readonly reason?: string | undefined;
}

export interface ByLink {
  /** @throws LINK_UNKNOWN, LINK_OVER, ALREADY_DECIDED, SHOWN_STATE_CHANGED, INTERRUPT_NOT_FOUND */
  show(token: string): Promise<LinkedQuestion>;
  /** The same answer again is the same decision. @throws as `show`, and NOT_ALLOWED_TO_DECIDE, INVALID_DECISION */
  decide(decision: LinkDecision): Promise<Interrupt>;
}

export function byLinkOf(services: Services): ByLink {
  const open = async (token: string): Promise<Opened> => {
    const claims = services.linkKeys.read(token);
    if (!claims) throw linkUnknown();
    const acting = actingFor(services, { principal: principalOf(claims), requestId: `link:${claims.id}` });
    const [interrupt] = await findInterrupts(acting.database.sql, claims.thread, [claims.interrupt]);
    if (!interrupt) throw interruptNotFound(claims.interrupt);
    return { claims, acting, interrupt };
  };
  return {
    async show(token) {
      const { claims, acting, interrupt } = await open(token);
      await refuseOver(acting, claims);
      const earlier = interrupt.answers.find(({ idempotency_key }) => idempotency_key === keyOf(claims));
      if (interrupt.status !== "pending") throw alreadyDecided(interrupt);
      if (earlier) throw alreadyAnswered(interrupt, earlier);
      assertAsShown(interrupt, claims);
      return questionOf(claims, interrupt);
    },
    async decide({ token, reason, ...given }) {
      const { claims, acting, interrupt } = await open(token);
      const decision: Decision = {
        ...{ interrupt, ...actorOfLink(claims), via: "link", reason, idempotencyKey: keyOf(claims), asShown: claims },
        answer: subjectOf(interrupt).answerOf(given),
      };
      await recordingRefusal(acting, [decision], async () => {
        await refuseOver(acting, claims);
        if (claims.decisions && !claims.decisions.includes(given.decision ?? ""))
          throw notInLink(interrupt.id, given.decision, claims.decisions);
      });
      const decided = await decideInterrupt(acting, [decision]);
      return interruptOf(decided.interrupt);
    },
  };
}

interface Opened {
  readonly claims: LinkClaims;
  readonly acting: Acting;
  readonly interrupt: SeenInterrupt;
}

async function refuseOver({ database }: Acting, { id, ends, maker }: LinkClaims): Promise<void> {
  const [, keyId] = /^key:(.+)$/.exec(maker.via) ?? [];
  const { is_over, is_revoked } = await lookAtLink(database.sql, { id, endsAtMs: ends, keyId });
  if (is_over) throw linkOver("its time is over");
  if (is_revoked) throw linkOver("it was revoked");
}

const keyOf = ({ id }: LinkClaims): string => `link:${id}`;

const principalOf = ({ id, tenant, role, person }: LinkClaims): Principal => ({
  ...{ id: person?.id ?? "link", name: person?.name, kind: person ? "person" : "link", tenant },
  ...{ roles: role === undefined ? [] : [role], scopes: [], via: `link:${id}` },
});

/** Whoever made the link answers for its holder, as a service does for a person. */
function actorOfLink(claims: LinkClaims): Actor {
  const { person, distinct, maker } = claims;
  const principal = principalOf(claims);
  return { by: person?.id, roles: principal.roles, service: maker.id, credential: principal.via, isService: !distinct, principal };
}

function questionOf({ decisions, role, person, ends }: LinkClaims, interrupt: SeenInterrupt): LinkedQuestion {
  const { prompt, shows, decisions: forms } = subjectOf(interrupt);
  return {
    ...{ interrupt_id: interrupt.id, prompt, shows, role: role ?? null, person: person ?? null, expires_at: new Date(ends).toISOString() },
    decisions: forms && Object.fromEntries(Object.entries(forms).filter(([decision]) => decisions?.includes(decision))),
  };
}
