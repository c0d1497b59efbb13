#include "CPlatform.h"

#include <errno.h>
#include <stdlib.h>

/* Embedded Swift asks for every object by posix_memalign, whose way through the C library is longer than malloc's, which
 * aligns like this anyway. Seen by this library alone. */
__attribute__((visibility("hidden"))) int posix_memalign(void **memory, size_t alignment, size_t count) {
    *memory = alignment <= _Alignof(max_align_t) ? malloc(count) : aligned_alloc(alignment, count);
    return *memory == NULL ? ENOMEM : 0;
}
