-- Whose runs a thread's are, and how urgent: its jobs in the queue take both from here.
alter table threads
  add column tenant text,
  add column priority smallint not null default 0;
