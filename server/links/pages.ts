/** The pages of decision links: the question with a form for each decision, and what became of it. They work without JavaScript and load nothing. */
import type { LinkedQuestion } from "../../runtime/links/by-link.ts";
import { formInputs } from "./form-fields.ts";
import { escapeHtml } from "./html.ts";

/** The hidden field carries the token: a proxy's log of the answer has no path with it. */
export function questionPage(question: LinkedQuestion, token: string): string {
  const { prompt, shows, decisions, expires_at: ends, person, role } = question;
  const shown = Object.entries(shows).map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${shownValue(value)}</dd>`);
  const forms = decisions
    ? Object.entries(decisions).map(([decision, form]) => formOf(token, decision, formInputs(form)))
    : [formOf(token, undefined, `<label><span>Your answer</span><textarea name="resume" rows="4" required></textarea></label>`)];
  const who = person ? `For ${person.name ?? person.id}.` : role ? `For somebody with the role ${role}.` : "";
  return page(
    prompt,
    `${shown.length > 0 ? `<dl>${shown.join("")}</dl>` : ""}${forms.join("")}<p class="end">${escapeHtml(who)} This link counts once, until <time datetime="${ends}">${escapeHtml(ends.replace("T", " ").replace(/\..*/, " UTC"))}</time>.</p>`,
  );
}

function formOf(token: string, decision: string | undefined, inputs: string): string {
  const given = decision === undefined ? "" : `<input type="hidden" name="decision" value="${escapeHtml(decision)}">`;
  const reason = decision === undefined ? "" : `<label><span>Reason (optional)</span><input name="reason" maxlength="10000"></label>`;
  return `<form method="post" action="../links"><input type="hidden" name="token" value="${escapeHtml(token)}">${given}${inputs}${reason}<button>${escapeHtml(decision ?? "Answer")}</button></form>`;
}

const shownValue = (value: unknown): string =>
  typeof value === "string" ? `<p>${escapeHtml(value)}</p>` : `<pre>${escapeHtml(JSON.stringify(value, undefined, 2) ?? "")}</pre>`;

export const messagePage = (title: string, text: string): string => page(title, `<p>${escapeHtml(text)}</p>`);

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${escapeHtml(title)}</title>
<style>${STYLE}</style></head>
<body><main><h1>${escapeHtml(title)}</h1>${body}</main></body></html>`;

const STYLE = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:0;padding:1.5rem}main{max-width:40rem;margin:auto}h1{font-size:1.4rem}
dl,form{border:1px solid #8885;border-radius:.5rem;padding:.75rem 1rem;margin:1rem 0}dt{font-weight:600}dd{margin:0 0 .5rem}dd p,pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
label{display:block;margin:.5rem 0}label span{display:block;font-size:.9rem}input,select,textarea{font:inherit;width:100%;box-sizing:border-box;padding:.4rem}
button{font:inherit;padding:.4rem 1.2rem;cursor:pointer}.end{font-size:.9rem;opacity:.8}`;
