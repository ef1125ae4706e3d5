-- Compaction of the log kept in Postgres (src/log/postgres/compact-partition.ts).
alter table log.head
  add column compacted bigint not null default 0,  -- below it superseded messages are gone or going: offsets have holes
  add column kept      bigint          default 0,  -- messages below it when that was done; null: it is not done yet
  add column buried    bigint not null default 0,  -- what the tombstones below it supersede was gone
  add column buried_at timestamptz;                -- at this time; null: none yet
comment on column log.topic.compacted is 'of each key only the newest message is kept, after a while';

-- First offset kept whose append time is at or after wanted; null where there is none. Times never fall within a
-- partition, so this halves the range over the primary key and needs no index of its own. Where the middle lies in a
-- hole, the first message after it answers.
create or replace function log.offset_at(wanted_topic smallint, wanted_partition integer, wanted timestamptz) returns bigint
language plpgsql stable as $$
declare
  first bigint;
  past  bigint;
  middle bigint;
  found_offset bigint;
  found_ts timestamptz;
begin
  select h.low, h.next into first, past from log.head h
   where h.topic_id = wanted_topic and h.partition = wanted_partition;
  -- What is below first is too early; from past on nothing is.
  while first < past loop
    middle := first + (past - first) / 2;
    select m."offset", m.ts into found_offset, found_ts from log.message m
     where m.topic_id = wanted_topic and m.partition = wanted_partition and m."offset" >= middle
     order by m."offset" limit 1;
    if found_ts < wanted then first := found_offset + 1; else past := middle; end if;
  end loop;
  return (select m."offset" from log.message m
           where m.topic_id = wanted_topic and m.partition = wanted_partition and m."offset" >= first
           order by m."offset" limit 1);
end $$;
