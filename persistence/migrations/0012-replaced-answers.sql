-- Answers that a person has changed while the question was open. `answers` has the one that counts; a key of one that was changed must not count again.
create table replaced_answers (
  interrupt_id text not null references interrupts (id) on delete cascade,
  by text not null,
  roles text[],
  decision text,
  answer json,
  reason text,
  idempotency_key text,
  at timestamptz not null,
  replaced_at timestamptz not null default clock_timestamp()
);
create index replaced_answers_by_interrupt on replaced_answers (interrupt_id);
