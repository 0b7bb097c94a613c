-- Who has made a run, by its credential; for one that carries an answer, who began its turn, and who has answered. Null: nobody has shown it.
alter table signalbox.runs add column principal json;
alter table signalbox.runs add column decider json;

-- The service that has answered for the person in `by`.
alter table signalbox.answers add column via text;
alter table signalbox.replaced_answers add column via text;
alter table signalbox.interrupts add column decided_via text;
