// Which version this processor runs.

#include "Internal.h"

#if defined(__x86_64__)
static _Atomic int known = 0;

/// Asked once; threads that ask together find the same.
static int vector_width(void) {
  if (known == 0) {
    __builtin_cpu_init();
    const bool wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq");
    const bool half = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    known = wide ? 512 : half ? 256 : 128;
  }
  return known;
}

int scrip_vector_width(int most) {
  known = 0;
  if (most < vector_width()) known = most;
  return known;
}

#define PICK(name, ...)                                          \
  (vector_width() == 512   ? name##_avx512(__VA_ARGS__)          \
   : vector_width() == 256 ? name##_avx2(__VA_ARGS__)            \
                    : name##_plain(__VA_ARGS__))
#else
int scrip_vector_width(int most) {
  (void)most;
  return 128;
}

#define PICK(name, ...) name##_plain(__VA_ARGS__)
#endif

void scrip_multiply(const scrip_product *product) {
  if (product->m > 0 && product->n > 0) PICK(scrip_multiply, product);
}

void scrip_column_sums(const float *z, float *sums, int rows, int columns, bool adds) {
  PICK(scrip_column_sums, z, sums, rows, columns, adds);
}

void scrip_group_sums(const float *z, const int *group, float *sums, int rows, int columns,
                      int groups, bool adds) {
  PICK(scrip_group_sums, z, group, sums, rows, columns, groups, adds);
}

void scrip_gate(float *z, const float *gate, long count) { PICK(scrip_gate, z, gate, count); }

void scrip_gather(const float *z, long width, const int *index, int count, float *out,
                  long out_row) {
  PICK(scrip_gather, z, width, index, count, out, out_row);
}

void scrip_read(const scrip_outputs *outputs, float *values) {
  PICK(scrip_read, outputs, values);
}

void scrip_differentiate(const scrip_outputs *outputs, const float *slopes, float *weight_sums,
                         float *bias_sums, float *delta) {
  PICK(scrip_differentiate, outputs, slopes, weight_sums, bias_sums, delta);
}

void scrip_choose(const float *values, int rows, int levels, const unsigned char *keep,
                  const int *states, int *choices) {
  PICK(scrip_choose, values, rows, levels, keep, states, choices);
}

double scrip_cross_entropy(const scrip_classes *classes, const float *logits, float *slopes) {
  return PICK(scrip_cross_entropy, classes, logits, slopes);
}

void scrip_adam(const scrip_update *update, const scrip_weights *weights) {
  PICK(scrip_adam, update, weights);
}

void scrip_adam_heads(const scrip_update *update, const scrip_heads *heads, long from, long to) {
  PICK(scrip_adam_heads, update, heads, from, to);
}

void scrip_mix_heads(const scrip_heads *heads, long from, long to) {
  PICK(scrip_mix_heads, heads, from, to);
}

void scrip_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

void scrip_add_outer(const scrip_outer *outer) { PICK(scrip_add_outer, outer); }

bool scrip_factor(double *matrix, long size, int *pivots) {
  return PICK(scrip_factor, matrix, size, pivots);
}

void scrip_substitute(const double *factors, long size, const int *pivots, double *side) {
  PICK(scrip_substitute, factors, size, pivots, side);
}
