// What the versions for each kind of processor are called.

#pragma once
#include "include/CKernels.h"

#define VERSION(SUFFIX)                                                                             \
  void scrip_multiply_##SUFFIX(const scrip_product *);                                              \
  void scrip_column_sums_##SUFFIX(const float *, float *, int, int, bool);                          \
  void scrip_group_sums_##SUFFIX(const float *, const int *, float *, int, int, int, bool);         \
  void scrip_gate_##SUFFIX(float *, const float *, long);                                           \
  void scrip_gather_##SUFFIX(const float *, long, const int *, int, float *, long);                 \
  void scrip_read_##SUFFIX(const scrip_outputs *, float *);                                         \
  void scrip_differentiate_##SUFFIX(const scrip_outputs *, const float *, float *, float *, float *); \
  void scrip_choose_##SUFFIX(const float *, int, int, const unsigned char *, const int *, int *);   \
  double scrip_cross_entropy_##SUFFIX(const scrip_classes *, const float *, float *);               \
  void scrip_adam_##SUFFIX(const scrip_update *, const scrip_weights *);                            \
  void scrip_adam_heads_##SUFFIX(const scrip_update *, const scrip_heads *, long, long);            \
  void scrip_mix_heads_##SUFFIX(const scrip_heads *, long, long);                                    \
  void scrip_add_outer_##SUFFIX(const scrip_outer *);                                               \
  bool scrip_factor_##SUFFIX(double *, long, int *);                                                \
  void scrip_substitute_##SUFFIX(const double *, long, const int *, double *);

VERSION(avx512)
VERSION(avx2)
VERSION(plain)
#undef VERSION
