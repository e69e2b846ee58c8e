-- the index of texts for near duplicates: numbers and hashes only, can be rebuilt from the bodies at any time
create table if not exists layout (version integer not null);

-- one per text; words counts words, marks its fingerprints, digest is equal where normalised texts are
create table if not exists body (
    number uinteger not null,
    body_id varchar not null,
    words uinteger not null,
    marks uinteger not null,
    digest ubigint not null
);

-- the bands of each text: texts that share a key may be near duplicates
create table if not exists band (key uinteger not null, number uinteger not null);

-- the fingerprints of each text of 20 words or more: texts that share some may hold one another
create table if not exists mark (key uinteger not null, number uinteger not null);

-- the lines of texts that have several: one that stands in many texts is boilerplate, perhaps
create table if not exists block (number uinteger not null, key ubigint not null, words uinteger not null);

-- the bands and fingerprints (kind: band, mark) that so many texts share that not all of them were compared
create table if not exists crowd (kind varchar not null, key uinteger not null);
