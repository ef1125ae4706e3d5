-- A child of which only corrected records tell is named by the content since which they do (docs/decisions/0027): such contents have an id too.
-- Ids of children that were named otherwise until now lead on by the rules there, once each child is assessed again as by any new policy.

-- src/contracts/hash.ts
create function pg_temp.content_id_of(key text, digest uuid) returns uuid language sql immutable as $$
  select overlay(overlay(hex placing '8' from 13 for 1)
    placing to_hex((('x' || substr(hex, 17, 1))::bit(4)::integer & 3) | 8) from 17 for 1)::uuid
  from (select left(encode(sha256(convert_to('c:' || key || ' ' || digest::text, 'UTF8')), 'hex'), 32)) as hashed (hex)
$$;

insert into projection.identifier
select distinct pg_temp.content_id_of(record_key, digest), component_id
from projection.record where version > 1 and record_key not like 'rollcall.%';

drop function pg_temp.content_id_of(text, uuid);
