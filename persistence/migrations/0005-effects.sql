-- An effect outside the database is written down before it happens, and again when it has: what lies between is unknown after a crash.
alter table effects
  add column state text not null default 'done' check (state in ('intended', 'done', 'unknown')),
  -- which attempt intends it: a statement that is sent again after a lost answer must know its own row
  add column attempt text;
create index effects_open on effects (thread_id) where state <> 'done';
