-- Which log is this database's own (src/log/postgres): the same for as long as its messages are, also in a restored copy.
create table log.identity (
  "only" boolean primary key default true check ("only"),
  id     uuid    not null default gen_random_uuid()
);
insert into log.identity default values;

-- The log that projection.consumer_offset counts in (docs/decisions/0028). No row: nobody has started yet.
create table rollcall.bound_log (
  "only"   boolean     primary key default true check ("only"),
  kind     text        not null,               -- kafka, postgres
  id       text        not null,               -- Kafka: the cluster id; Postgres: log.identity
  bound_at timestamptz not null default now(),
  moved    boolean     not null default false  -- it was another one before: what was said then is in the record table alone
);

-- The message before next_offset as it was read, by which a topic that was made anew is told; nulls: not known.
alter table projection.consumer_offset
  add column last_offset bigint,
  add column last_at timestamptz;              -- when the log appended it
