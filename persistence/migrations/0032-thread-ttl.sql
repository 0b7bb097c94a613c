-- How long a thread is kept after it was last changed; null: until it is deleted.
alter table signalbox.threads add column ttl_minutes double precision;
