-- A list that grows is stored as what is new in it since another version. Earlier rows, and all others, hold whole values.
alter table signalbox.checkpoint_blobs add column base text;
-- Where in its step a task stands: LangGraph applies the writes of a step in this order. Earlier rows have none, and come first.
alter table signalbox.checkpoint_writes add column task_path text;
