-- Each statement may be run again: H2 keeps what was done of a migration that a kill broke off.

-- The store itself: its only row says which one it is, and is what writers lock.
create table if not exists store (
    single boolean default true not null check (single),
    id varchar(36) not null,
    primary key (single)
);

-- What ever happened. Rows are added and never changed. Without a document: the service's rules were removed.
create table if not exists revision (
    number bigint not null,
    service varchar(253) not null,
    author varchar(255) not null,
    written timestamp(6) with time zone not null,
    comment varchar(1000) not null,
    document varchar(1048576),
    restores bigint,
    primary key (number)
);

create index if not exists revision_of_service on revision (service, number);
