/* The `mentions` of an entity: W3C text quote and text position selectors. */
#ifndef ATTACHE_LOADER_SELECTORS_H
#define ATTACHE_LOADER_SELECTORS_H

#include "loader/reader.h"
#include "model/entity.h"

/* Reads what is well formed; an item with neither a quote nor a usable span is left out. */
void selectors_read(struct reader *r, const struct field *f, struct selector **selectors,
                    size_t *count);

#endif
