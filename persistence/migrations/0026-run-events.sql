-- What runs emit, for readers in any process: one row for each time that a worker wrote down what it had. Without foreign keys, which would
-- lock the run's row at every write: whoever deletes a run or a thread deletes its events.
create table signalbox.run_events (
  tenant text not null default 'default',
  thread_id text not null,
  run_id text not null,
  -- the ids of the first and the last event in body; a thread's events are ordered by epoch and id
  first bigint not null,
  last bigint not null,
  epoch integer not null,
  -- the oldest event that is needed to read the first one: where its messages begin
  open_from bigint not null,
  body text not null,
  -- when the first event was emitted
  at timestamptz not null,
  primary key (thread_id, run_id, last)
) with (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.2);
create index run_events_by_thread on signalbox.run_events (thread_id, epoch, last);

-- has_events: for the sweep. last_event: the id of the last event that readers see. events_from: older ones were removed while the run was
-- under way. result: the last values or the error, as an event; null for a run that an older program has ended.
alter table signalbox.runs add column has_events boolean not null default false, add column last_event bigint,
  add column events_from bigint, add column result text;
