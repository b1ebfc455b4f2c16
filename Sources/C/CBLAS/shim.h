#pragma once
#include <cblas.h>

// LAPACK's solver of A X = B, which the same library holds: n, columns of B, A, its leading dimension,
// pivots (n), B, its leading dimension, and whether it went well.
void dgesv_(const int *n, const int *columns, double *a, const int *lda, int *pivots, double *b,
            const int *ldb, int *info);
