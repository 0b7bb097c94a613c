/** Takes secrets out of what is logged, stored with a failed run and traced: messages, stacks and causes may quote them. */

/** A shorter value would be found in ordinary words. */
const LEAST_LENGTH = 8;
const SECRET_NAME = /KEY|TOKEN|SECRET|PASSW|CREDENTIAL|PRIVATE/i;
const HIDDEN = "[redacted]";

/** Of this process: what its secrets are is known only once they are read. */
const values = new Set<string>();
let pattern: RegExp | undefined;

export function rememberSecret(value: string | undefined): void {
  if (value === undefined || value.length < LEAST_LENGTH || values.has(value)) return;
  values.add(value);
  // the longest first: one may be part of another; in the log a value is part of a JSON text
  const texts = [...values].flatMap((each) => [each, JSON.stringify(each).slice(1, -1)]).sort((a, b) => b.length - a.length);
  pattern = new RegExp([...new Set(texts)].map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "g");
}

/** The variables whose names say that they are secret. */
export function rememberSecretsIn(env: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(env)) if (SECRET_NAME.test(name)) rememberSecret(value);
}

/** Also what has the form of a credential: passwords in URLs, bearer tokens, keys of model providers. */
export function redact(text: string): string {
  const known = pattern === undefined ? text : text.replace(pattern, HIDDEN);
  return known
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@"\\]+:)[^\s@/"\\]+@/gi, `$1${HIDDEN}@`)
    .replace(/\b(Bearer|Basic) (?=[^\s"]*\d)[\w.~+/-]{8,}=*/g, `$1 ${HIDDEN}`)
    .replace(/\bsb[klt]_[\w.-]{8,}/g, HIDDEN)
    .replace(/\b(?:sk|pk|rk|gsk|xai)-[\w-]{12,}/g, HIDDEN);
}
