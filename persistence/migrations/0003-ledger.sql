-- Who may decide, on what they were shown, and everybody's answer: several people may have to give the same decision.
alter table runs add column requested_by text;

alter table interrupts
  -- of what was asked: question, prompt, decisions, who may answer
  add column question_hash text,
  -- of what was shown
  add column shown_hash text,
  -- of the channels that must still hold the same when the decision comes; null: the question binds none
  add column bound_hash text,
  -- the role that has it now, once a deadline has assigned it
  add column assignee text;
create index interrupts_by_assignee on interrupts (assignee, opened_at desc) where assignee is not null;

-- One row for each person's answer that was taken, also for those that wait for others.
create table answers (
  interrupt_id text not null references interrupts (id) on delete cascade,
  by text not null,
  roles text[],
  decision text,
  answer json,
  reason text,
  idempotency_key text,
  at timestamptz not null default clock_timestamp(),
  primary key (interrupt_id, by)
);
create unique index answers_by_key on answers (interrupt_id, idempotency_key) where idempotency_key is not null;

-- Reminders and assignments of a question. `fired_at` is claimed before somebody is told, `told_at` set after it.
create table notices (
  interrupt_id text not null references interrupts (id) on delete cascade,
  place integer not null,
  kind text not null check (kind in ('remind', 'assign')),
  role text not null,
  due_at timestamptz not null,
  fired_at timestamptz,
  told_at timestamptz,
  attempts integer not null default 0,
  primary key (interrupt_id, place)
);
create index notices_untold on notices (due_at) where told_at is null;
