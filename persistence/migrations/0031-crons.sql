-- Runs that start by a schedule.
create table signalbox.crons (
  tenant text not null default 'default',
  id text not null,
  -- null: each run has a thread of its own
  thread_id text,
  assistant_id text not null,
  schedule text not null,
  -- null: UTC
  timezone text,
  -- the request for each run
  payload json not null,
  metadata jsonb not null default '{}',
  enabled boolean not null default true,
  end_time timestamptz,
  -- null: never again
  next_run_at timestamptz,
  -- who made it: its runs start by that right
  made_by json not null,
  last_due_at timestamptz,
  last_run_id text,
  -- why the last due time started no run; null once one has
  last_error json,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (tenant, id),
  foreign key (tenant, thread_id) references signalbox.threads (tenant, id) on delete cascade
);
create index crons_due on signalbox.crons (next_run_at) where next_run_at is not null;
create index crons_of_thread on signalbox.crons (tenant, thread_id) where thread_id is not null;
