-- The policy of the process that began to sweep last. Others may go on for a while, in a rolling restart: what they write is assessed again by
-- this one, and they leave alone what it wrote.
create table rollcall.policy_in_force (
  "only"  boolean primary key default true check ("only"),
  version text    not null
);
