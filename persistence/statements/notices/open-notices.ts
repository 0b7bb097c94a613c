/** The reminders and assignments of a question that was just opened, counted from its opening. Those that it has already stay. */
import type { Sql } from "../../../language/registry/context.ts";

export interface NewNotice {
  /** Its place among the question's deadlines. */
  readonly place: number;
  readonly kind: "remind" | "assign";
  readonly role: string;
  readonly afterMs: number;
}

export async function openNotices(tx: Sql, interruptId: string, notices: readonly NewNotice[]): Promise<void> {
  await tx.query(
    `insert into notices (interrupt_id, place, kind, role, due_at)
     select i.id, n.place, n.kind, n.role, i.opened_at + n.after_ms * interval '1 millisecond'
     from interrupts i, unnest($2::int[], $3::text[], $4::text[], $5::float8[]) as n(place, kind, role, after_ms)
     where i.id = $1 on conflict do nothing`,
    [
      interruptId,
      notices.map(({ place }) => place),
      notices.map(({ kind }) => kind),
      notices.map(({ role }) => role),
      notices.map(({ afterMs }) => afterMs),
    ],
  );
}
