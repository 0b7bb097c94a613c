/** The parts of a statement in which a name means one thing: each query in parentheses, and each side of a union. */

export interface StatementPart {
  readonly number: number;
  /** Without the queries inside it. */
  text: string;
  readonly around: StatementPart | undefined;
}

const QUERY = /^\(\s*(?:select|with|insert|update|delete)\b/;
const UNION = /^union\b/;

export function partsOf(statement: string): StatementPart[] {
  const parts: StatementPart[] = [];
  const begin = (around: StatementPart | undefined): StatementPart => {
    const part = { number: parts.length, text: "", around };
    parts.push(part);
    return part;
  };
  let part = begin(undefined);
  /** For each open parenthesis the part that goes on behind it; undefined: no query. */
  const open: (StatementPart | undefined)[] = [];
  for (let at = 0; at < statement.length; at++) {
    const rest = statement.slice(at, at + 12);
    const character = statement.charAt(at);
    if (character === "(" && QUERY.test(rest)) {
      part.text += "(";
      open.push(part);
      part = begin(part);
    } else if (character === ")" && open.length > 0) {
      part = open.pop() ?? part;
      part.text += ")";
    } else if (UNION.test(rest) && open.at(-1) === part.around) part = begin(part.around);
    else {
      if (character === "(") open.push(undefined);
      part.text += character;
    }
  }
  return parts;
}
