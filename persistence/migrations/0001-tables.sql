-- What happens around a graph: threads, their runs, the questions that runs wait with, and who may write for a thread.
-- Ids are text that holds UUIDs, as in LangGraph's checkpoint tables, so that all of them join without casts.
-- What people and graphs wrote is json, which keeps the order of its keys; what is searched is jsonb.

-- A declaration as it was when a thread began under it.
create table definitions (
  hash text primary key,
  graph_id text not null,
  version integer not null,
  canonical json not null,
  fingerprint json not null,
  first_seen_at timestamptz not null default clock_timestamp()
);

create table threads (
  id text primary key,
  graph_id text,
  assistant_id text,
  -- null for a raw LangGraph, which has no declaration
  definition_hash text references definitions (hash),
  status text not null default 'idle' check (status in ('idle', 'busy', 'interrupted', 'error')),
  metadata jsonb not null default '{}',
  config jsonb not null default '{}',
  -- a copy for listings, made when a run stops; the truth is the checkpoint
  last_values json,
  -- the path of the turn, made when a run stops
  last_path json,
  -- made for one run without a thread of its own: deleted some time after it
  temporary boolean not null default false,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);
create index threads_by_creation on threads (created_at desc);
create index threads_by_status on threads (status, created_at desc);
create index threads_by_metadata on threads using gin (metadata jsonb_path_ops);
create index threads_by_definition on threads (definition_hash);
create index threads_temporary on threads (updated_at) where temporary;

create table runs (
  id text primary key,
  thread_id text not null references threads (id) on delete cascade,
  graph_id text not null,
  assistant_id text not null,
  kind text not null check (kind in ('input', 'resume')),
  -- input: {input} or {command}; resume: {resume: {interrupt id: answer}}
  payload json not null,
  kwargs json not null default '{}',
  metadata jsonb not null default '{}',
  multitask_strategy text not null default 'reject',
  -- the queue's job
  job text not null,
  status text not null default 'pending' check (status in ('pending', 'running', 'success', 'error', 'interrupted', 'timeout')),
  -- how often a worker has begun it: a run that kills its worker must not go round for ever
  starts integer not null default 0,
  -- the thread's last checkpoint when the run first started: another one there means that the input is in
  base text,
  cancel boolean not null default false,
  error json,
  path json,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  started_at timestamptz,
  ended_at timestamptz
);
create index runs_by_thread on runs (thread_id, created_at);
create index runs_unfinished on runs (thread_id) where status in ('pending', 'running');
create unique index runs_one_running on runs (thread_id) where status = 'running';

-- Who may write for a thread. Each change of hands, and each end of a run, raises the epoch; every durable write proves
-- its own in the same statement. Without foreign keys, so that the fence never waits for another table.
create table leases (
  thread text primary key,
  epoch integer not null,
  worker text,
  run text,
  job text
);
create index leases_held on leases (worker) where worker is not null;

create table workers (
  id text primary key,
  seen timestamptz not null
);

-- One row a question: what was asked, then who decided what and when.
create table interrupts (
  id text primary key,
  thread_id text not null references threads (id) on delete cascade,
  run_id text not null,
  task text not null,
  node text,
  payload json not null,
  status text not null default 'pending' check (status in ('pending', 'decided', 'superseded', 'expired')),
  decision text,
  -- the resume value: {decision, form} for a declared question, any JSON for a raw interrupt
  answer json,
  decided_by text,
  decided_at timestamptz,
  resume_run text,
  opened_at timestamptz not null default clock_timestamp(),
  due_at timestamptz
);
create index interrupts_by_thread on interrupts (thread_id, opened_at);
create index interrupts_by_status on interrupts (status, opened_at desc);
create index interrupts_by_resume on interrupts (resume_run) where resume_run is not null;
create index interrupts_due on interrupts (due_at) where status = 'pending' and due_at is not null;

-- What was done once: the key is inserted in the transaction that does it.
create table effects (
  key text primary key,
  thread_id text not null,
  run_id text not null,
  node text not null,
  epoch integer,
  output json,
  at timestamptz not null default clock_timestamp()
);
create index effects_by_thread on effects (thread_id);

-- Append-only: who, what, when. It outlives its thread.
create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  thread_id text not null,
  run_id text,
  epoch integer,
  what text not null,
  node text,
  task text,
  detail json
);
create index audit_by_thread on audit (thread_id, id);
