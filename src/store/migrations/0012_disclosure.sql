-- Who was told what of which children (5 U.S.C. 552a(c)): written before the answer leaves, one row an answer; only added to.
create table rollcall.disclosure (
  id         bigint generated always as identity primary key,
  at         timestamptz not null,
  client     text        not null,
  agency     text,
  operation  text        not null,
  request_id uuid        not null,
  -- By what had been received up to then; null: by all of it.
  known_at   timestamptz,
  child_id   uuid,
  child_ids  uuid[],
  -- Most answers tell of one child, and an index on lists slows every read.
  check (num_nonnulls(child_id, child_ids) = 1)
);
create index disclosure_child on rollcall.disclosure (child_id, id) where child_id is not null;
create index disclosure_children on rollcall.disclosure using gin (child_ids) where child_ids is not null;

create function rollcall.only_added_to() returns trigger language plpgsql as $$
begin
  raise exception '%.% is only added to', tg_table_schema, tg_table_name;
end $$;
create trigger only_added_to before update or delete or truncate on rollcall.disclosure
for each statement execute function rollcall.only_added_to();
