-- The key of a record names the system that gave its recordId: two systems of one agency that give one recordId to two children take neither
-- from us any more (docs/decisions/0025). Statuses are assessed again as by any new policy; an id that was given out before leads where it led.
create table rollcall.former_id (
  id     uuid primary key,
  now_id uuid not null
);
create index former_id_now on rollcall.former_id (now_id);

-- src/contracts/hash.ts
create function pg_temp.alias_of(key text) returns uuid language sql immutable as $$
  select overlay(overlay(hex placing '8' from 13 for 1)
    placing to_hex((('x' || substr(hex, 17, 1))::bit(4)::integer & 3) | 8) from 17 for 1)::uuid
  from (select left(encode(sha256(convert_to('r:' || key, 'UTF8')), 'hex'), 32)) as hashed (hex)
$$;

create temporary table renamed on commit drop as
select component_id, record_key as old_key, record_key || '@' || substr(source, length('urn:us-gov:') + 1) as new_key,
  version, recorded_at, digest
from projection.record where record_key not like 'rollcall.%';

insert into rollcall.former_id
select distinct on (old_key) pg_temp.alias_of(old_key), pg_temp.alias_of(new_key)
from renamed order by old_key, version desc, recorded_at desc, digest desc;

delete from projection.identifier i using rollcall.former_id f where i.id = f.id;
insert into projection.identifier
select distinct pg_temp.alias_of(new_key), component_id from renamed;

update projection.record set record_key = record_key || '@' || substr(source, length('urn:us-gov:') + 1)
where record_key not like 'rollcall.%';

-- A component is named by one of its ids.
update projection.identifier set component_id = f.now_id from rollcall.former_id f where component_id = f.id;
update projection.record set component_id = f.now_id from rollcall.former_id f where component_id = f.id;
update projection.child_status set component_id = f.now_id from rollcall.former_id f where component_id = f.id;

-- The sweeper finds them due.
update projection.child_status set policy_version = '', next_change_at = least(next_change_at, '2000-01-01T00:00:00Z');

drop function pg_temp.alias_of(text);
