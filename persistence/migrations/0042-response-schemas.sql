-- JSON Schema of what a question resumes with, where the code gave one to `interrupt`.
alter table signalbox.interrupts add column response_schema json;
