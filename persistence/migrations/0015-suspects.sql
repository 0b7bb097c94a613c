-- Runs whose worker died while it executed them. Which of them ended it is known by who was there again the next time.
create table signalbox.suspects (
  run text primary key references signalbox.runs (id) on delete cascade,
  -- since it last got any further
  deaths integer not null default 1,
  -- of these, how many only this run can have caused
  accused integer not null default 0,
  -- the thread's last checkpoint at the last death: with another one the run has got further
  head text,
  -- it has just begun again: if its worker dies now, it did it
  on_probation boolean not null default false
);

alter table signalbox.workers add column died_at timestamptz;

-- every start, also those that do not count against the run
alter table signalbox.runs add column attempts integer not null default 0;
