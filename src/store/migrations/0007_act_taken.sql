-- Every act that was taken at /v1/worklists, kept before it goes into the log: of several processes that are told one act, or two by one id, at
-- the same moment, one takes it and the others find it here.
create table rollcall.act_taken (
  record_id text    not null,
  version   integer not null,
  key       text    not null,  -- of the message
  act       text    not null,  -- JSON
  in_log    boolean not null,  -- false: it may be there, or the process ended before
  primary key (record_id, version)
);
