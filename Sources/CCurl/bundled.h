/* The copy of libcurl that travels with the wheels and the release, for machines that have none. */
#ifndef BUNDLED_H
#define BUNDLED_H

#include "CCurl.h"

/* The names that dlopen is given for it. $ORIGIN is the folder of this library or program, and glibc fills it in:
 * beside the library in a Python package; under a prefix, where all else is too. */
#define BUNDLED_BESIDE "$ORIGIN/libcurl-codearts.so.4"
#define BUNDLED_UNDER_PREFIX "$ORIGIN/../lib/codearts-deploy/libcurl-codearts.so.4"

bool bundled_is(const char *name);

/* Makes handles of the copy trust whom this machine trusts: it was built without a path to certificates, because that
 * of the machine on which it was built would be wrong on others. A handle's own CURLOPT_CAINFO still goes first. */
void bundled_trust_machine(curl_library *library);

#endif
