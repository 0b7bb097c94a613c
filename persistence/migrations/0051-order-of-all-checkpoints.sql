-- outside a transaction: checkpoints are written while the index is built. A build that was interrupted leaves an invalid index.
-- Each start asks whether a checkpoint has a higher number than the sequence. Rows are stored in that order, so a few kilobytes are enough to know.
drop index concurrently if exists signalbox.checkpoints_in_order;
create index concurrently checkpoints_in_order on signalbox.checkpoints using brin (seq) with (autosummarize = on);
-- The planner has no statistics of a column that is new.
analyze signalbox.checkpoints (seq);
