// For processors with 512-bit vectors: 24 accumulators of 32 registers.
#if defined(__x86_64__)
#define TARGET __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,fma")))
#define NAMED(name) name##_avx512
#define REGISTERS 24
#include "Vectors.inc"
#include "Products.inc"
#include "Rows.inc"
#include "Updates.inc"
#include "Systems.inc"
#endif
