-- What a question of a graph built by hand depends on in its code; null for a declared one, whose definition says it.
alter table signalbox.interrupts add column asked_by json;

-- The definitions and graphs that a worker can continue, by which the others leave it the rest. Null: an older program, which does not tell.
alter table signalbox.workers add column offers text[];

-- Why no worker has begun a run that is in the queue: none that is running has the code. Null once one has.
alter table signalbox.runs add column waits_because text;
