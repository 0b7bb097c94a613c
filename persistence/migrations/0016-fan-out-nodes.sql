-- The node whose visit has started the threads: whoever answers on one of them has decided at that node. Null: an older program has started them.
alter table signalbox.fan_outs add column node text;
