-- A feed is one record type from one source. How many records it brought in each hour of receipt, and the latest of them: a function of
-- projection.record alone, added to in the transaction that adds records, and so made again by a rebuild.
create table projection.feed_hour (
  type             text        not null,
  source           text        not null,       -- CloudEvents source
  hour             timestamptz not null,       -- when it begins; Eastern days begin on whole hours too
  records          integer     not null,       -- contents taken in
  conflicts        integer     not null,       -- of them those of events of which another content was received before
  last_received_at timestamptz not null,
  primary key (type, source, hour)
) with (fillfactor = 50);
insert into projection.feed_hour
select split_part(record_key, '/', 1), source, date_trunc('hour', received_at, 'UTC'), count(*), count(*) filter (where nth > 1),
  max(received_at)
from (
  select record_key, source, received_at,
    row_number() over (partition by source, event_id order by received_at, topic, partition, "offset") as nth
  from projection.record
  where record_key ~ '^(ice|hhs|eoir)[.]'
) record
group by 1, 2, 3;

-- Events that came again with the same content. Intake recognises nearly all and appends nothing, so they are counted here before
-- it answers. Kept for ever: no topic has them.
create table rollcall.duplicate (
  day      date    not null,                   -- of receipt, Eastern
  source   text    not null,
  type     text    not null,
  event_id text    not null,
  times    integer not null,
  primary key (day, source, type, event_id)
) with (fillfactor = 85);

-- Those that intake could not recognise yet, and the log holds twice. The moment of receipt tells one that was sent again from
-- one that the log repeated, and makes a replay count each once.
create table rollcall.duplicate_applied (
  received_at timestamptz not null,
  source      text        not null,
  event_id    text        not null,
  digest      uuid        not null,            -- of type and canonical content
  type        text        not null,
  primary key (received_at, source, event_id, digest)
);

-- What an agency says it sent through one feed on one day. The latest of a feed and day counts, the earlier are kept.
create table rollcall.manifest (
  id        bigint generated always as identity primary key,
  type      text        not null,
  source    text        not null,
  day       date        not null,              -- of receipt, Eastern
  sent      bigint      not null,
  digest    text        not null,              -- contracts/manifest.ts
  event_ids text,                              -- with line breaks between; null: not given
  client    text        not null,              -- that posted it
  posted_at timestamptz not null,
  totals    text,                              -- what was held of the day when `balance` was computed; null: not yet
  balance   text                               -- contracts/manifest.ts ManifestBalance; holds as long as the totals do
);
create index manifest_feed on rollcall.manifest (type, source, day desc, id desc);

create index dead_letter_received on rollcall.dead_letter (received_at);
