/** Decision links: whoever has one needs no key. Looking at it changes nothing, because mail scanners open links; sending the form decides. */
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from "express";
import { z } from "zod";
import { errors, SignalboxError } from "../../language/issues/errors.ts";
import { onlyThese } from "../../language/schema/only-these.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { failureOf } from "../http/error-handler.ts";
import { noQuery, parseText, parseValue } from "../http/parse.ts";
import { formOf, jsonOf, type Sent, textIn } from "./form-fields.ts";
import { messagePage, questionPage } from "./pages.ts";

export const linkDecisionBody = onlyThese({
  token: z.string().min(1),
  decision: z.string().min(1).optional(),
  form: z.unknown().optional(),
  /** For the interrupt of a raw LangGraph graph. */
  resume: z.unknown().optional(),
  reason: z.string().max(10_000).optional(),
});

type Linked = Pick<Runtime, "byLink">;

/** Of an HTML form, before the parser that takes every body for JSON. */
export const linkForms: RequestHandler = express.urlencoded({ extended: false, limit: "100kb", parameterLimit: 200 });

export function linkRoutes(runtime: Linked): Router {
  const router = Router();
  router.use("/links", guardPage);
  router.get("/links/:token", noQuery, async (request, response) => {
    const token = parseText(request, "token");
    const question = await runtime.byLink.show(token);
    if (isPage(request)) response.type("html").send(questionPage(question, token));
    else response.json(question);
  });
  router.post("/links", noQuery, async (request, response) => {
    const decision = parseValue(linkDecisionBody, await bodyOf(request, runtime));
    const interrupt = await runtime.byLink.decide(decision);
    if (!isPage(request)) response.json(interrupt);
    else response.type("html").send(messagePage("Thank you", takenAs(interrupt)));
  });
  router.use(failurePage);
  return router;
}

function takenAs({ status, decision }: { readonly status: string; readonly decision: string | null }): string {
  if (status === "pending") return "Your answer is on record. The question takes more people.";
  return decision === null ? "Your answer was taken." : `Your decision was taken: ${decision}.`;
}

/** A link must not get into the referrer, a cache, a search engine or a frame. */
const guardPage: RequestHandler = (_request, response, next) => {
  response.set({
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  });
  next();
};

const isForm = (request: Request): boolean => Boolean(request.is("urlencoded"));
const isPage = (request: Request): boolean => isForm(request) || request.accepts(["json", "html"]) === "html";

async function bodyOf(request: Request, { byLink }: Linked): Promise<unknown> {
  if (!isForm(request)) return request.body;
  const sent: Sent = request.body ?? {};
  const token = textIn(sent, "token");
  const decision = textIn(sent, "decision");
  const reason = textIn(sent, "reason") || undefined;
  if (decision === "") return { token, resume: jsonOf(textIn(sent, "resume")) };
  return { token, decision, reason, form: formOf(await formWanted(byLink, token, decision), sent) };
}

/** Null also where the question is closed: the decision then says why. */
async function formWanted(byLink: Linked["byLink"], token: string, decision: string) {
  try {
    return (await byLink.show(token)).decisions?.[decision] ?? null;
  } catch (error) {
    if (error instanceof SignalboxError && error.code === "ALREADY_DECIDED") return null;
    throw error;
  }
}

const failurePage: ErrorRequestHandler = (error, request, response: Response, next) => {
  if (response.headersSent || !isPage(request)) return next(error);
  const { code, detail } = failureOf(error);
  const { status, title } = errors[code];
  if (status >= 500) response.err = error;
  response.status(status).type("html").send(messagePage(title, detail));
};
