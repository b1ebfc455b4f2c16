// The arithmetic of a training step: matrix products of a network's layers and the update of its weights.
//
// Every element of a product is one chain of fused multiply-adds in the order of k, so the bits depend
// neither on the width of the machine's vectors nor on the blocking. Nothing here allocates or keeps state.
//
// Why not a BLAS: at 64 columns a call's packing, clearing and a separate pass for bias and ReLU cost as much
// as the product. Measured in docs/performance.md.

#pragma once
#include <stdbool.h>

/// C (m, n) = start + A (m, k) · B (k, n), all row-major.
typedef struct {
  int m, n, k;
  /// A[i, p] = a[i · a_row + p · a_column]: either order costs the same.
  const float *a;
  long a_row, a_column;
  /// B[p, j] = b[p · b_row + j], or b[j · b_row + p] where `b_is_transposed`.
  const float *b;
  long b_row;
  bool b_is_transposed;
  float *c;
  long c_row;
  /// (groups, n) what row i of C starts from, that of group[i]; the first where `group` is null. Null for 0.
  const float *bias;
  const int *group;
  /// Start from what C holds.
  bool adds;
  /// C = max(0, C).
  bool rectify;
  /// As C, with the same row length: C is 0 wherever this is not above 0. Null for none.
  const float *gate;
} scrip_product;

void scrip_multiply(const scrip_product *product);

/// sums (columns) = Σ over `rows` rows of z, on top of what is there where `adds`.
void scrip_column_sums(const float *z, float *sums, int rows, int columns, bool adds);

/// sums (groups, columns) = Σ over the rows of z (rows, columns) of each group, on top of what is there where `adds`.
void scrip_group_sums(const float *z, const int *group, float *sums, int rows, int columns,
                      int groups, bool adds);

/// z = 0 wherever `gate` is not above 0: ReLU's derivative.
void scrip_gate(float *z, const float *gate, long count);

/// Copies rows `index[i]` of z (·, width) to out (count, out_row), fetching those to come.
void scrip_gather(const float *z, long width, const int *index, int count, float *out, long out_row);

/// One output of a linear layer for each row: that of `levels[row]`, or the first where `levels` is null.
typedef struct {
  int rows, width;
  const int *levels;
  /// (rows, width), (levels, width), (levels).
  const float *hidden, *weights, *biases;
} scrip_outputs;

/// values (rows) = hidden · weights[level] + biases[level].
void scrip_read(const scrip_outputs *outputs, float *values);

/// Given the loss's slopes by those values: adds its derivative by the weights and biases to the sums, and
/// writes the one by `hidden` to `delta` (rows, width).
void scrip_differentiate(const scrip_outputs *outputs, const float *slopes, float *weight_sums,
                         float *bias_sums, float *delta);

/// choices (rows) = argmax of values (rows, levels) over the levels that keep[states[row]] allows, all where
/// `keep` is null. The lowest index wins ties; 0 where nothing is allowed.
void scrip_choose(const float *values, int rows, int levels, const unsigned char *keep,
                  const int *states, int *choices);

/// What the rows of a classifier's batch should say.
typedef struct {
  int rows, levels;
  /// (rows) where the row's answer is: taken[state], or known[state · levels …] where not null.
  const int *states, *taken;
  const float *known;
  /// Weight of the mean squared logit; factor of the slopes.
  float penalty, scale;
} scrip_classes;

/// Σ over rows of cross-entropy and penalty; its slopes by the logits (rows, levels), times `scale`.
double scrip_cross_entropy(const scrip_classes *classes, const float *logits, float *slopes);

/// One update by Adam and what follows it.
typedef struct {
  /// Of the gradient.
  float factor;
  /// Decay of the two moments.
  float beta1, beta2;
  /// Rate over the first moment's correction, and the second correction's root.
  float rate, root, epsilon;
  /// Every group of weights is shortened by this; 0 for none.
  float threshold;
  /// target += follow · (weight − target); 0 for no target.
  float follow;
  /// average += share · (weight − average); 0 for no average.
  float share;
} scrip_update;

typedef struct {
  long count;
  /// Weights that are shrunk together, `count` being a multiple; 0 for all.
  long group;
  /// (groups) not 0 for those that are left alone; read where there is a threshold.
  const unsigned char *exempt;
  const float *gradient;
  float *weights, *first, *second, *target, *average;
} scrip_weights;

void scrip_adam(const scrip_update *update, const scrip_weights *weights);

/// K heads of `size` weights each, `stride` apart in every buffer, whose sum Σ mix[k] · head[k] was differentiated.
typedef struct {
  int heads;
  long size, stride;
  /// (heads) of the step that is taken; (heads) of the next step.
  const float *mix, *next_mix;
  /// (size) by the mixed weights.
  const float *gradient;
  float *weights, *first, *second, *target, *average;
  /// (size) what the next step mixes from the weights and from the target, and the weights' mean.
  float *next_weights, *next_target, *next_mean;
} scrip_heads;

/// Updates columns `from` … `to` of every head, head k by mix[k] times the gradient, and mixes them for the next
/// step while they are at hand. The update's own factor is not read.
void scrip_adam_heads(const scrip_update *update, const scrip_heads *heads, long from, long to);

/// Mixes columns `from` … `to` without an update.
void scrip_mix_heads(const scrip_heads *heads, long from, long to);

/// matrix (size, size; column-major) += factor · left · rightᵀ, both mostly zero.
typedef struct {
  double *matrix;
  long size;
  /// The left vector's values in runs of neighbouring places: where each run starts and how long it is.
  const double *left;
  const long *starts, *lengths;
  long runs;
  /// (columns) the right vector's values and their places.
  const double *right;
  const long *places;
  long columns;
  double factor;
} scrip_outer;

void scrip_add_outer(const scrip_outer *outer);

/// Makes L and U of a matrix (size, size; column-major) in its place, rows exchanged as `pivots` (size) says. False
/// when a column has no pivot: the matrix is singular, or holds NaN.
bool scrip_factor(double *matrix, long size, int *pivots);

/// Puts what `scrip_factor` made to use: `side` (size) becomes the solution.
void scrip_substitute(const double *factors, long size, const int *pivots, double *side);

/// Uses no vectors wider than `most` bits (128, 256 or 512) and answers how wide they are: for tests.
int scrip_vector_width(int most);

/// Tells the processor that this is a waiting loop.
void scrip_pause(void);
