-- Given by whoever records something that is sent again when its answer was lost, so that it is one row. Null for all else, and of older programs.
alter table signalbox.audit add column ref uuid;
