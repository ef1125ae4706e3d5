-- A rebuild stores records child by child (docs/decisions/0020-a-rebuild-joins-first.md), so that a block range holds records of all years and
-- BRIN tells nothing. Records come in the order of their receipt: each new entry goes to the end of the tree.
drop index projection.record_received;
create index record_received on projection.record (received_at);
