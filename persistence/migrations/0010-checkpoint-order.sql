-- The order in which the database took the checkpoints of a thread. Their ids hold the clock of the process that wrote them.
-- The default comes after the column: added with it, every old row would be rewritten under the lock. Old rows have no number, and come first.
create sequence signalbox.checkpoints_seq as bigint;
alter table signalbox.checkpoints add column seq bigint;
alter table signalbox.checkpoints alter column seq set default nextval('signalbox.checkpoints_seq');
alter sequence signalbox.checkpoints_seq owned by signalbox.checkpoints.seq;
