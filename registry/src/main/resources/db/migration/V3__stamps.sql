-- A random number of each revision: of two histories with the same numbers it tells which one somebody knows. Rows that were
-- written before have none.
alter table revision add column if not exists stamp bigint default 0 not null;

-- Who declared the store valid, and when.
create table if not exists adoption (
    generation bigint not null,
    revision bigint not null,
    author varchar(255) not null,
    written timestamp(6) with time zone not null,
    comment varchar(1000) not null,
    primary key (generation)
);
