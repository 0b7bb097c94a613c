/** An insurance claim as a graph: a pipeline with three checks in parallel, two people who approve a large payment, and one payment. */
import { claims } from "./registry.ts";

export const insuranceClaim = claims.defineGraph({
  id: "insurance-claim",
  version: 1,
  description:
    "A home insurance claim: checked for fraud, cover and photos at the same time, approved by two people when it is large, paid once.",
  start: "file",
  input: ["claim", "photos", "iban"],
  output: ["letter", "receipt"],
  params: { suspectFrom: 60, photosNeeded: 2, twoPeopleAboveCents: 1_000_000, approveIn: "3d" },
  defaults: { timeout: "20s", retry: { maxAttempts: 3, initialInterval: "200ms" }, onError: "clerk" },
  nodes: {
    file: {
      kind: "tool",
      tool: "fileClaim",
      writes: { policy: "policy", history: "history" },
      onError: { UNKNOWN_POLICY: "clerk" },
      next: "checks",
    },
    checks: {
      kind: "parallel",
      branches: {
        fraud: {
          kind: "task",
          task: "checkFraud",
          with: { suspectFrom: { param: "suspectFrom" } },
          writes: "fraudFinding",
          routes: { clear: "join", suspect: "investigation" },
        },
        cover: {
          kind: "task",
          task: "checkCover",
          writes: { coverFinding: "finding", payoutCents: "payoutCents" },
          routes: { covered: "join", notCovered: "coverDenial" },
        },
        damage: {
          kind: "task",
          task: "checkPhotos",
          with: { needed: { param: "photosNeeded" } },
          writes: "photoFinding",
          routes: { enough: "join", tooFew: "morePhotos" },
        },
      },
      next: "limit",
    },
    investigation: {
      kind: "interrupt",
      question: "investigate",
      by: ["investigator"],
      shows: ["claim", "policy", "history", "fraudFinding"],
      bind: ["claim"],
      decisions: { genuine: "checks", fraud: "denial" },
      writes: { genuine: { clearance: "note" }, fraud: { refusal: "reason" } },
      deadlines: [
        { after: "5d", remind: "investigator" },
        { after: "14d", next: "clerk" },
      ],
    },
    morePhotos: {
      kind: "interrupt",
      question: "sendPhotos",
      by: "requester",
      shows: ["claim", "photoFinding"],
      decisions: { sent: "file", none: "photoDenial" },
      writes: { sent: { photos: "photos" } },
      visits: { max: 2, next: "photoDenial" },
      deadlines: [{ after: "14d", next: "photoDenial" }],
    },

    limit: {
      kind: "task",
      task: "overLimit",
      with: { limitCents: { param: "twoPeopleAboveCents" } },
      routes: { over: "approval", within: "pay" },
    },
    approval: {
      kind: "interrupt",
      question: "approvePayment",
      by: { roles: ["adjuster", "head-of-claims"], count: { approve: 2 }, not: ["requester"] },
      shows: ["claim", "policy", "payoutCents", "fraudFinding", "coverFinding", "photoFinding"],
      bind: ["claim", "payoutCents"],
      decisions: { approve: "pay", reject: "denial" },
      writes: { reject: { refusal: "reason" } },
      deadlines: [
        { after: "1d", remind: "adjuster" },
        { after: "2d", assign: "head-of-claims" },
        { after: { param: "approveIn" }, next: "clerk" },
      ],
    },
    pay: {
      kind: "tool",
      tool: "payClaim",
      writes: "receipt",
      onError: { NO_IBAN: "askIban", ALREADY_PAID: "clerk" },
      next: "paymentLetter",
    },
    askIban: {
      kind: "interrupt",
      question: "sendIban",
      by: "requester",
      shows: ["iban"],
      decisions: { given: "pay" },
      writes: { given: { iban: "iban" } },
      visits: { max: 3, next: "clerk" },
      deadlines: [{ after: "14d", next: "clerk" }],
    },

    paymentLetter: { kind: "agent", agent: "fillPaymentLetter", writes: "letter", next: "end" },
    coverDenial: { kind: "agent", agent: "fillDenialLetter", args: { reason: "coverFinding" }, writes: "letter", next: "end" },
    photoDenial: { kind: "agent", agent: "fillDenialLetter", args: { reason: "photoFinding" }, writes: "letter", next: "end" },
    denial: { kind: "agent", agent: "fillDenialLetter", args: { reason: "refusal" }, writes: "letter", next: "end" },
    clerk: {
      kind: "interrupt",
      question: "lookAtClaim",
      by: ["clerk"],
      shows: ["claim", "policy", "fraudFinding", "coverFinding", "photoFinding"],
      decisions: { again: "file", corrected: "file", deny: "denial", close: "end" },
      writes: { corrected: { claim: "claim" }, deny: { refusal: "reason" } },
      deadlines: [
        { after: "2d", remind: "clerk" },
        { after: "30d", next: "end" },
      ],
    },
  },
});
