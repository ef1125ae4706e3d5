-- A status that the sweeper could not assess is left alone for a while, but next_change_at goes on to say that it no longer holds: readers
-- assess it themselves, and it counts as work left.
alter table projection.child_status add column put_off_until timestamptz;
create index child_status_put_off on projection.child_status (put_off_until) where put_off_until is not null;
