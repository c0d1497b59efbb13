/* The arguments of `main`, as bytes. Swift's own list of them is read from /proc, which a chroot or a sandbox may lack
 * (then it is empty), and has repaired whatever is not UTF-8. */
#ifndef CARGUMENTS_H
#define CARGUMENTS_H

#include <stddef.h>

/* How many there are, the program's name included. */
int arguments_count(void);

/* One of them; NULL where there are not so many. */
const char *argument_at(int index);

#endif
