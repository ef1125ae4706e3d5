-- Schema `rollcall` is kept for ever; schema `projection` is what a rebuild makes again beside the live one and
-- swaps in (rename of the schema). Every moment is timestamptz; ids are 16 bytes of SHA-256 shown as uuid.
create schema rollcall;
create schema projection;

-- Every assertion ever applied, all versions and all contents. Which one is in use is a rule over the set
-- (highest version, then latest recorded_at, then digest), so nothing here says it.
create table projection.record (
  component_id uuid        not null,           -- the records it could have to do with (see component)
  record_key   text        not null,           -- <type>/<recordId>
  version      integer     not null,
  digest       uuid        not null,           -- of type and canonical content
  source       text        not null,           -- CloudEvents source
  event_id     text        not null,           -- CloudEvents id
  sender       text        not null,           -- client that posted it
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null,
  received_at  timestamptz not null,           -- by the intake that took it
  topic        text        not null,
  partition    integer     not null,
  "offset"     bigint      not null,
  child_id     uuid,                           -- null: not linked to any child, link_rule says why
  link_rule    text        not null,
  data         text        not null            -- canonical JSON, as in the log
);
create index record_component on projection.record (component_id);
create index record_unlinked on projection.record (record_key) where child_id is null;

-- Hash of each identifier, record key and event id ever seen → the component it belongs to. A component is the set
-- of records connected by any of them, in any version: it only grows, it is what a reconciler locks and loads, and
-- it may hold several children. It is named by one of its ids, and that row is the lock. Record keys' hashes are the
-- ids that a child was or may be known by.
create table projection.identifier (
  id           uuid primary key,
  component_id uuid not null
);
create index identifier_component on projection.identifier (component_id);

-- One child, one row: the rendered status and what lists and reports filter by.
create table projection.child_status (
  child_id         uuid        primary key,
  component_id     uuid        not null,
  etag             text        not null,
  doc              text        not null,       -- contracts/status.ts ChildStatus
  positions        text        not null,       -- record key → topic, partition, offset
  next_change_at   timestamptz,                -- when it changes without news
  placement        text        not null,
  notice_to_appear text        not null,
  court            text        not null,
  address          text        not null,
  contact          text        not null,
  verification     text        not null
) with (fillfactor = 85);
create index child_status_component on projection.child_status (component_id);
create index child_status_next_change on projection.child_status (next_change_at) where next_change_at is not null;

-- What each child's status was in each interval of real time, by what is known now.
create table projection.status_history (
  child_id         uuid        not null,
  valid_from       timestamptz not null,
  placement        text        not null,
  notice_to_appear text        not null,
  court            text        not null,
  address          text        not null,
  contact          text        not null,
  verification     text        not null,
  primary key (child_id, valid_from)
);

-- Where each consumer group goes on, in the transaction that applied the batch before.
create table projection.consumer_offset (
  consumer_group text        not null,
  topic          text        not null,
  partition      integer     not null,
  next_offset    bigint      not null,
  updated_at     timestamptz not null default now(),
  primary key (consumer_group, topic, partition)
) with (fillfactor = 50);

-- The change feed and the outbox of child-status.v1 in one. `seq` is given under a row lock held to the commit, so
-- it is dense and visible in order: a reader that saw 7 has seen all before it.
create table rollcall.status_change (
  seq        bigint      primary key,
  child_id   uuid        not null,
  kind       text        not null,              -- changed, redirected
  etag       text,                              -- null: redirected
  moved_to   uuid,                              -- where a redirected id leads
  changed    text        not null,              -- comma-separated dimensions, or 'new'
  changed_at timestamptz not null default now()
);
create table rollcall.change_head (
  "only"    boolean primary key default true check ("only"),
  next      bigint  not null default 1,         -- next seq to give
  published bigint  not null default 0          -- last seq that is on the topic
) with (fillfactor = 50);
insert into rollcall.change_head default values;

-- What could not be applied, with its original bytes. `origin` makes a replay write it once.
create table rollcall.dead_letter (
  id          bigint generated always as identity primary key,
  origin      text        not null unique,      -- <topic>/<partition>/<offset>
  stage       text        not null,             -- intake, reconciler
  received_at timestamptz not null,
  sender      text        not null,
  source      text,
  event_id    text,
  type        text,
  code        text        not null,
  field       text        not null,
  reason      text        not null,
  original    bytea       not null
);
