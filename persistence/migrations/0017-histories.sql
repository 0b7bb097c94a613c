-- Which history of the database this is: a promoted standby and a backup that is recovered to a moment begin a new one. What speaks
-- Postgres' protocol without being Postgres may lack the functions, and has one history.
do $$ begin
  perform pg_walfile_name(pg_current_wal_lsn());
  create function signalbox.history() returns text language sql stable as 'select left(pg_walfile_name(pg_current_wal_lsn()), 8)';
exception when undefined_function or insufficient_privilege or feature_not_supported then
  create function signalbox.history() returns text language sql immutable as 'select null::text';
end $$;

-- A worker that goes on after a failover must not write what stands on something that the new history lacks: its lease ends with the old one.
alter table signalbox.leases add column history text;
