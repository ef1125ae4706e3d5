-- What is owed to each child, by whom. A row holds the moments of a duty's life, so its state at any moment is a comparison
-- and no deadline that passes rewrites it. `state` and `level` are what its owner was told last (topic obligation.v1).
create table projection.obligation (
  child_id        uuid        not null,
  rule            text        not null,        -- src/domain/obligations/<rule>.ts
  owner           text        not null,        -- ice, hhs, eoir, child (the child's side)
  subject         text        not null,        -- key of the record that starts it
  opens_at        timestamptz not null,
  due_at          timestamptz,                 -- null: no date is known that it would be late by
  overdue_at      timestamptz,                 -- due_at and what the rule lets pass after it
  closed_at       timestamptz,
  closed_as       text,                        -- met, lapsed
  waived_at       timestamptz,
  acknowledged_at timestamptz,
  field_office    text,                        -- ERO area of the latest hand-over to HHS
  birth_date      date,                        -- null: not known to the year
  state           text        not null,
  level           smallint    not null,        -- deadlines passed: 0 none, 1 overdue, more where the rule escalates
  primary key (child_id, rule, owner, subject)
);
-- A worklist is walked by child, which no write changes; a page of what is not closed looks at nothing else.
create index obligation_not_closed on projection.obligation (rule, child_id, owner, subject) where closed_at is null;
create index obligation_closed on projection.obligation (rule, closed_at) where closed_at is not null;

-- Two records that cannot both be true, from the moment on at which that shows until the one at which it no longer does.
create table projection.discrepancy (
  child_id   uuid        not null,
  rule       text        not null,             -- src/domain/discrepancies/<rule>.ts
  subject    text        not null,             -- first of the records
  owner      text        not null,             -- agency that can resolve it
  records    text        not null,             -- space-separated record keys
  detail     text        not null,             -- no personal data
  opens_at   timestamptz not null,             -- -infinity: holds whatever the moment
  closes_at  timestamptz,                      -- null: until news
  announced  boolean     not null              -- its owner was told that it is open (topic discrepancy.v1)
);
create index discrepancy_child on projection.discrepancy (child_id, rule);
create index discrepancy_owner on projection.discrepancy (owner, child_id, rule, subject);

-- The audit's counts as spans of time in which a child belongs to one (docs/audit.md). `cohort` are the hand-overs to HHS
-- known by then, each `<fiscal year>:<ERO area>`, earliest first, joined by semicolons; few differ, so a report adds up groups.
create table projection.accountability (
  child_id   uuid        not null,
  measure    text        not null,             -- transferred, no-notice-to-appear, failed-to-appear, unusable-address, unverified
  cohort     text        not null,
  valid_from timestamptz not null,
  valid_to   timestamptz not null              -- infinity: until news
);
create index accountability_child on projection.accountability (child_id);
create index accountability_list on projection.accountability (measure, child_id);

-- What a child's rows in the three tables above are, as text, so that a batch that changes a status reads and writes only what
-- differs. `policy_version` is the one that the status was assessed by; those of another are assessed again (the sweeper).
alter table projection.child_status
  add column findings text not null default '',
  add column policy_version text not null default '';

-- What goes out on obligation.v1 and discrepancy.v1: written with the change, deleted once it is in the log.
create table rollcall.notice (
  seq        bigint generated always as identity primary key,
  topic      text        not null,
  key        text        not null,
  type       text        not null,
  payload    text        not null,
  created_at timestamptz not null default now()
);

-- Which components something was received for since a moment: what was known then is stored for all others.
create index record_received on projection.record using brin (received_at) with (pages_per_range = 32);
