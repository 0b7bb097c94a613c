-- Why a run was cancelled; null for one that was not, and for those that an older program has cancelled.
alter table signalbox.runs add column cancel_reason text;
