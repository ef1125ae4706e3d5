-- Events of which more than ten contents came (src/domain/event-contents.ts): they join no records any more, so that whoever uses one
-- id for everything does not make one component of all.
create table projection.overused_event (
  source   text not null,
  event_id text not null,
  primary key (source, event_id)
);
insert into projection.overused_event
select source, event_id from projection.record group by source, event_id having count(distinct digest) > 10;

-- In the feeds' counts every content of such an event is a conflict, so the one received first is counted anew.
update projection.feed_hour hour set conflicts = conflicts + first.n
from (
  select type, source, at, count(*) as n
  from (
    select distinct on (source, event_id) split_part(record_key, '/', 1) as type, source, date_trunc('hour', received_at, 'UTC') as at
    from projection.record join projection.overused_event using (source, event_id)
    order by source, event_id, received_at, topic, partition, "offset"
  ) one
  group by 1, 2, 3
) first
where hour.type = first.type and hour.source = first.source and hour.hour = first.at;
