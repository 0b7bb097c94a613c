-- Calls of models that bear only so many at once: one row a place, taken while a call is under way.
create table model_turns (
  model text not null,
  place integer not null,
  -- who has it; free when null, or when its worker is dead
  worker text,
  -- which of its calls
  call text,
  primary key (model, place)
);
