-- The log kept in Postgres (src/log/postgres). Nothing outside that folder reads or writes this schema.
create schema log;

create table log.topic (
  topic_id        smallint generated always as identity primary key,
  name            text     not null unique,
  partitions      integer  not null,
  retention_hours integer,                     -- null: for ever
  compacted       boolean  not null            -- as asked for; not carried out
);

-- One row per partition. An append locks it until its commit, so offsets are dense and visible in order: a reader
-- that saw offset 2 can't meet a 1 later. Low fillfactor keeps the many updates on one page (HOT).
create table log.head (
  topic_id  smallint    not null references log.topic,
  partition integer     not null,
  low       bigint      not null default 0,    -- first offset kept
  next      bigint      not null default 0,    -- offset the next message gets
  last_ts   timestamptz not null default '-infinity',
  primary key (topic_id, partition)
) with (fillfactor = 20);

-- key, headers and value are text, not json: exact bytes, nothing parsed twice.
create table log.message (
  "offset"  bigint      not null,
  ts        timestamptz not null,              -- append time, whole milliseconds, never falls within a partition
  partition integer     not null,
  topic_id  smallint    not null,
  key       text        not null,
  headers   text        not null,              -- JSON object of strings
  value     text,                              -- null: tombstone
  primary key (topic_id, partition, "offset")
);

-- Consumer groups. A member lives while it renews expires_at; a lease holds while its member lives.
create table log.member (
  group_name text        not null,
  member     text        not null,
  instance   text        not null,             -- the log instance (process) it belongs to
  expires_at timestamptz not null,
  primary key (group_name, member)
);

-- Who holds a partition number (of all topics) in a group. The epoch grows with every holder, so one who lost the
-- partition and got it back is told apart from one who held it all along.
create table log.lease (
  group_name text    not null,
  partition  integer not null,
  member     text,                             -- null: free
  epoch      bigint  not null default 1,
  primary key (group_name, partition)
) with (fillfactor = 50);

-- How far a group says it is; for lag displays.
create table log.progress (
  group_name  text        not null,
  topic       text        not null,
  partition   integer     not null,
  next_offset bigint      not null,
  noted_at    timestamptz not null default now(),
  primary key (group_name, topic, partition)
) with (fillfactor = 50);

-- First offset kept whose append time is at or after wanted; null where there is none. Times never fall within a
-- partition, so this halves the range over the primary key and needs no index of its own.
create function log.offset_at(wanted_topic smallint, wanted_partition integer, wanted timestamptz) returns bigint
language plpgsql stable as $$
declare
  first bigint;
  past  bigint;
  beyond bigint;
  middle bigint;
  found_ts timestamptz;
begin
  select h.low, h.next into first, past from log.head h
   where h.topic_id = wanted_topic and h.partition = wanted_partition;
  beyond := past;
  while first < past loop
    middle := first + (past - first) / 2;
    select m.ts into found_ts from log.message m
     where m.topic_id = wanted_topic and m.partition = wanted_partition and m."offset" = middle;
    if found_ts >= wanted then past := middle; else first := middle + 1; end if;
  end loop;
  return case when first < beyond then first end;
end $$;
