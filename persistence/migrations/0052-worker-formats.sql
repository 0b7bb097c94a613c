-- What a worker's program can read: 1 is lists that are stored as changes. Programs of before do not tell.
alter table signalbox.workers add column formats integer not null default 0;
