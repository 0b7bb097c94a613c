-- The demo's switch: three customers for whom a system of the bank misbehaves. Nobody else has a row here.
insert into bank.outages (system, customer_id, latency_ms, times_left) values
  -- The live ledger fails twice, then answers: a retry recovers.
  ('core', 'C-1033', 0, 2),
  -- The live ledger never answers: the desk takes the nightly statements instead.
  ('core', 'C-1034', 0, 1000000),
  -- The letter system answers once after 20 seconds: time enough to kill the server inside that node.
  ('letters', 'C-1035', 20000, 1);
