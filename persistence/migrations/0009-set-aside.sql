-- What a periodic look-out failed to do, and when it is tried again: it must not keep the look-out from what comes after it.
create table set_aside (
  look_out text not null check (look_out in ('deadline', 'delayed run', 'temporary thread', 'hand-over')),
  -- of the question or the thread
  id text not null,
  failures integer not null default 1,
  again_at timestamptz not null,
  primary key (look_out, id)
);
