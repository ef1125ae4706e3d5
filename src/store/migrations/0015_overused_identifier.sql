-- Agencies' ids that came together with more than fifty A-numbers, or ids of another kind (src/domain/identity/overused-ids.ts): they join no
-- records any more, so that one mistake in one field does not make one component of all. Named as domain/identity/identifiers.ts writes them.
create table projection.overused_identifier (
  id text primary key
);
