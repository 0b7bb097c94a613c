-- A question that asks nobody: its due time answers it.
alter table signalbox.interrupts add column sleeps boolean not null default false;
-- Of a reminder that repeats: how long until the next one, and how many were delivered.
alter table signalbox.notices add column every_ms double precision;
alter table signalbox.notices add column told integer not null default 0;
