-- Raised when people declare a store valid that its readers would take for an older one.
alter table store add column if not exists generation bigint default 0 not null;
