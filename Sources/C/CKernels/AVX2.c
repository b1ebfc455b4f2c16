// For processors with 256-bit vectors and fused multiply-add: a vector of 16 takes two of 16 registers.
#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2,fma")))
#define NAMED(name) name##_avx2
#define REGISTERS 6
#include "Vectors.inc"
#include "Products.inc"
#include "Rows.inc"
#include "Updates.inc"
#include "Systems.inc"
#endif
