/** A failure as somebody sees it who may not read why: its code, and the run under which the server's log has the reason. What code throws may name hosts, tables and customers. */
import { type ErrorCode, errors } from "../../language/issues/errors.ts";
import { isRecord } from "../../language/schema/is-record.ts";

/** `reference`: as in "run 01a2…". */
export function concealedText(code: unknown, reference: string): string {
  const title = typeof code === "string" && isCode(code) ? errors[code].title : "Something failed";
  return `${title}. The server's log has the reason: ${reference}.`;
}

const isCode = (code: string): code is ErrorCode => Object.hasOwn(errors, code);

/** Of a text, or of what has one as `message`, and its code as `error`, `code` or `name`. Null stays: nothing failed. */
export function concealed(failure: unknown, reference: string): unknown {
  if (failure == null) return failure;
  if (!isRecord(failure)) return concealedText(undefined, reference);
  const { error, code = error, name, stack: _, cause: __, value: ___, ...rest } = failure;
  return {
    ...rest,
    ...(error !== undefined && { error }),
    ...("code" in failure && { code }),
    ...(name !== undefined && { name }),
    message: concealedText(code, reference),
  };
}

/** One field of a record, where it is there. */
export const concealedIn = (record: unknown, field: string, reference: string): unknown =>
  isRecord(record) && field in record ? { ...record, [field]: concealed(record[field], reference) } : record;
