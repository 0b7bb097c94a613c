-- Threads that a node of another thread has started, one for each item of a list, and the wait of that node for their ends.
create table fan_outs (
  parent_id text not null references threads (id) on delete cascade,
  -- LangGraph's task id: the same visit of the same node, also after a restart
  task text not null,
  -- the parent's own question, which only the end of the last child answers; null until the parent has stopped at it
  interrupt_id text,
  -- the run that stopped there, and the one that carried on: 'given up' when the parent went another way
  stopped_run text,
  resume_run text,
  primary key (parent_id, task)
);

create index fan_outs_by_run on fan_outs (stopped_run);

create table children (
  thread_id text primary key references threads (id) on delete cascade,
  parent_id text not null,
  task text not null,
  index integer not null,
  input json not null,
  status text not null default 'waiting' check (status in ('waiting', 'started', 'ended')),
  unique (parent_id, task, index),
  foreign key (parent_id, task) references fan_outs (parent_id, task) on delete cascade
);
create index children_unfinished on children (parent_id, task, index) where status <> 'ended';

-- A signal from outside is carried into the graph by a run of its own.
alter table runs drop constraint runs_kind_check;
alter table runs add constraint runs_kind_check check (kind in ('input', 'resume', 'signal'));
