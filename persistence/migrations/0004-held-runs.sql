-- Runs that wait for their thread, or for their time, are held here and reach the queue when their turn comes: `job` is null until then.
alter table runs alter column job drop not null;
alter table runs
  add column not_before timestamptz,
  -- a cancelled run whose checkpoints are to go too
  add column rollback boolean not null default false;
create index runs_held on runs (thread_id, created_at) where job is null and status = 'pending';

alter table runs drop constraint runs_kind_check;
alter table runs add constraint runs_kind_check check (kind in ('input', 'resume', 'signal', 'retry'));
