/* libyaml, the parser that Ruby and PyYAML use too: 0.1 MB, linked statically, where a Swift package for YAML would
   bring Foundation and 50 MB into the program. */
#include <yaml.h>
