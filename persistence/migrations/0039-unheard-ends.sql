-- A run that was cancelled before a worker began it while another run of its thread was under way: readers of the thread hear of it when that run ends.
alter table signalbox.runs add column unheard boolean not null default false;
