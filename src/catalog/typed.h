/*
 * Which agreements have a listed party of a type. There are few types, and many parties: each is
 * looked up once for a state of the catalogue, and kept by the connection.
 */
#ifndef ATTACHE_CATALOG_TYPED_H
#define ATTACHE_CATALOG_TYPED_H

#include "base/bits.h"
#include "catalog/db.h"

/* Of a type that has one; ENTITY_OTHER is also for what has none. Within db_read; empty where
 * something failed (the connection's error says what). */
const struct bits *typed_of(struct catalog *c, enum entity_type type);

/* Looks up all of them. Within db_read. */
void typed_ahead(struct catalog *c);

#endif
