/** Which statements of a migration would end or begin a transaction, and which only look like it. */
import { expect, it } from "vitest";
import { findTransactionControl } from "../../persistence/schema/transaction-control.ts";

it.each([
  ["create table a (i int);\ncommit;\ncreate table b (i int);", "commit", 2],
  ["COMMIT", "COMMIT", 1],
  ["/* first */ -- commit\n  Commit Work and chain ;", "Commit Work and chain", 2],
  ["begin; select 1; end;", "begin", 1],
  ["select 1;;\n\nend", "end", 3],
  ["abort", "abort", 1],
  ["start transaction isolation level serializable", "start transaction isolation level serial", 1],
  ["start /* ; */ transaction", "start transaction", 1],
  ["prepare transaction 'x'", "prepare transaction ''", 1],
  ["select 'it''s'; rollback", "rollback", 1],
  ["select E'it\\'s; '; rollback", "rollback", 1],
  ["do $$ begin null; end $$; commit prepared 'x'", "commit prepared ''", 1],
  ["create function f() returns int language sql begin atomic select case when true then 1 end; end; commit", "commit", 1],
])("is found in %j", (sql, text, line) => {
  expect(findTransactionControl(sql)).toEqual({ text, line });
});

it.each([
  'create table commit_log (commit_at timestamptz, rollback boolean, "end" text);',
  "-- commit;\n/* begin; /* commit; */ end; */ select 1",
  "insert into notes values ('; commit;'), ($$; commit; $$), ($tag$ ; commit; $$ $tag$), (E'\\'; commit; ')",
  "do $$ begin perform 1; commit; end $$",
  "create procedure p() language plpgsql as $body$ begin insert into t values (1); commit; end; $body$;",
  "create function f() returns int language sql begin atomic select 1; select case when true then 2 end; end; select 1",
  "savepoint one; insert into t values (1); rollback to savepoint one; rollback to one; release savepoint one",
  "select case when true then 1 end; select 1",
  'create table t ("; commit; " int)',
  "prepare transactions as select 1; deallocate transactions",
  "comment on table t is 'commit'; select 1 as \"begin\"",
  "select 1 -- the last line; commit",
])("is not found in %j", (sql) => {
  expect(findTransactionControl(sql)).toBeUndefined();
});
