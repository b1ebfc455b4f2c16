// For every other processor, by whatever vectors the compiler may use.
#define TARGET
#define NAMED(name) name##_plain
#define REGISTERS 6
#include "Vectors.inc"
#include "Products.inc"
#include "Rows.inc"
#include "Updates.inc"
#include "Systems.inc"
