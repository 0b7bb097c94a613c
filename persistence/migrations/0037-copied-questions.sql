-- LangGraph's id of a question whose row cannot have it, because the question of the original thread has it. Null: the row's own id.
alter table signalbox.interrupts add column asked_id text;
