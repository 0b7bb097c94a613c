-- outside a transaction: old rows get their tenant in small parts, so that no lock of theirs lasts
update signalbox.threads set tenant = 'default' where id in (select id from signalbox.threads where tenant is null limit 5000) returning 1;
update signalbox.runs r set tenant = t.tenant from signalbox.threads t
  where t.id = r.thread_id and r.id in (
    select o.id from signalbox.runs o join signalbox.threads p on p.id = o.thread_id where p.tenant <> 'default' and o.tenant <> p.tenant limit 5000
  ) and r.tenant <> t.tenant returning 1;
update signalbox.interrupts r set tenant = t.tenant from signalbox.threads t
  where t.id = r.thread_id and r.id in (
    select o.id from signalbox.interrupts o join signalbox.threads p on p.id = o.thread_id where p.tenant <> 'default' and o.tenant <> p.tenant limit 5000
  ) and r.tenant <> t.tenant returning 1;
update signalbox.fan_outs r set tenant = t.tenant from signalbox.threads t
  where t.id = r.parent_id and r.parent_id in (
    select o.parent_id from signalbox.fan_outs o join signalbox.threads p on p.id = o.parent_id where p.tenant <> 'default' and o.tenant <> p.tenant limit 5000
  ) and r.tenant <> t.tenant returning 1;
update signalbox.children r set tenant = t.tenant from signalbox.threads t
  where t.id = r.thread_id and r.thread_id in (
    select o.thread_id from signalbox.children o join signalbox.threads p on p.id = o.thread_id where p.tenant <> 'default' and o.tenant <> p.tenant limit 5000
  ) and r.tenant <> t.tenant returning 1;
update signalbox.audit r set tenant = t.tenant from signalbox.threads t
  where t.id = r.thread_id and r.id in (
    select o.id from signalbox.audit o join signalbox.threads p on p.id = o.thread_id where p.tenant <> 'default' and o.tenant <> p.tenant limit 5000
  ) and r.tenant <> t.tenant returning 1;
update signalbox.effects r set tenant = t.tenant from signalbox.threads t
  where t.id = r.thread_id and r.key in (
    select o.key from signalbox.effects o join signalbox.threads p on p.id = o.thread_id where p.tenant <> 'default' and o.tenant <> p.tenant limit 5000
  ) and r.tenant <> t.tenant returning 1;
update signalbox.answers r set tenant = i.tenant from signalbox.interrupts i
  where i.id = r.interrupt_id and r.interrupt_id in (
    select o.interrupt_id from signalbox.answers o join signalbox.interrupts p on p.id = o.interrupt_id where p.tenant <> 'default' and o.tenant <> p.tenant limit 5000
  ) and r.tenant <> i.tenant returning 1;
update signalbox.replaced_answers r set tenant = i.tenant from signalbox.interrupts i
  where i.id = r.interrupt_id and r.interrupt_id in (
    select o.interrupt_id from signalbox.replaced_answers o join signalbox.interrupts p on p.id = o.interrupt_id where p.tenant <> 'default' and o.tenant <> p.tenant limit 5000
  ) and r.tenant <> i.tenant returning 1;
update signalbox.notices r set tenant = i.tenant from signalbox.interrupts i
  where i.id = r.interrupt_id and r.interrupt_id in (
    select o.interrupt_id from signalbox.notices o join signalbox.interrupts p on p.id = o.interrupt_id where p.tenant <> 'default' and o.tenant <> p.tenant limit 5000
  ) and r.tenant <> i.tenant returning 1;
