//! The little linear algebra that the fit needs: symmetric positive definite matrices, dense, a row and a column per
//! juror.

/// A square matrix by rows. Of a symmetric one only the lower half, diagonal included, is kept.
#[derive(Clone, Debug)]
pub(super) struct Matrix {
    size: usize,
    cells: Vec<f64>,
}

impl Matrix {
    /// All 0.
    pub(super) fn zero(size: usize) -> Self {
        Self { size, cells: vec![0.0; size * size] }
    }

    /// The rows, from the first down.
    pub(super) fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.cells.chunks_exact(self.size.max(1))
    }

    /// The lower half row by row: what is left of the diagonal, and what is on it.
    pub(super) fn lower(&self) -> impl Iterator<Item = (&[f64], f64)> {
        self.rows().enumerate().filter_map(|(number, row)| {
            let (left, right) = row.split_at_checked(number)?;
            right.first().map(|diagonal| (left, *diagonal))
        })
    }

    /// Changes the lower half, cell by cell: row, column, value.
    pub(super) fn update(&mut self, change: impl Fn(usize, usize, &mut f64)) {
        for (number, row) in self.cells.chunks_exact_mut(self.size.max(1)).enumerate() {
            for (column, cell) in row.iter_mut().take(number + 1).enumerate() {
                change(number, column, cell);
            }
        }
    }

    /// Adds to one cell.
    pub(super) fn add(&mut self, row: usize, column: usize, value: f64) {
        if let Some(cell) = self.cells.get_mut(row * self.size + column) {
            *cell += value;
        }
    }

    /// A cell of a symmetric matrix.
    pub(super) fn symmetric(&self, row: usize, column: usize) -> f64 {
        self.cells.get(row.max(column) * self.size + row.min(column)).copied().unwrap_or(0.0)
    }

    /// A symmetric matrix times a vector.
    pub(super) fn times(&self, vector: &[f64]) -> Vec<f64> {
        let mut product = vec![0.0; self.size];
        for ((number, (left, diagonal)), factor) in self.lower().enumerate().zip(vector) {
            let sum = dot(left, vector) + diagonal * factor;
            add_scaled(&mut product, *factor, left);
            if let Some(cell) = product.get_mut(number) {
                *cell += sum;
            }
        }
        product
    }

    /// The inverse `R` of the Cholesky factor of a symmetric positive definite matrix (so `R' R` is its inverse, and
    /// `R` is lower triangular), with the logarithm of its determinant.
    pub(super) fn inverse_factor(mut self) -> (Self, f64) {
        let size = self.size.max(1);
        let mut inverse = Self::zero(self.size);
        let mut pivots: Vec<f64> = Vec::with_capacity(size);
        for number in 0..self.size {
            let (above, below) = self.cells.split_at_mut(number * size);
            let (row, _) = below.split_at_mut(size);
            for (column, (other, pivot)) in above.chunks_exact(size).zip(&pivots).enumerate() {
                let (left, right) = row.split_at_mut(column);
                if let Some(cell) = right.first_mut() {
                    *cell = (*cell - dot(left, other)) / pivot;
                }
            }
            let (left, right) = row.split_at_mut(number);
            let pivot = right.first().map_or(1.0, |diagonal| (diagonal - dot(left, left)).sqrt());
            let (above, below) = inverse.cells.split_at_mut(number * size);
            let (into, _) = below.split_at_mut(size);
            for ((column, other), factor) in above.chunks_exact(size).enumerate().zip(left) {
                add_scaled(into.split_at_mut(column + 1).0, -*factor, other);
            }
            into.iter_mut().take(number).for_each(|cell| *cell /= pivot);
            if let Some(cell) = into.get_mut(number) {
                *cell = 1.0 / pivot;
            }
            pivots.push(pivot);
        }
        let log_determinant = 2.0 * pivots.iter().map(|pivot| libm::log(*pivot)).sum::<f64>();
        (inverse, log_determinant)
    }

    /// `R' R` of a lower triangular `R`.
    pub(super) fn squared(&self) -> Self {
        let mut square = Self::zero(self.size);
        for row in self.rows().enumerate().map(|(number, row)| row.split_at(number + 1).0) {
            for ((column, factor), into) in row.iter().enumerate().zip(square.cells.chunks_exact_mut(self.size.max(1)))
            {
                add_scaled(into.split_at_mut(column + 1).0, *factor, row);
            }
        }
        square
    }

    /// `R' v` of a lower triangular `R`.
    pub(super) fn transposed_times(&self, vector: &[f64]) -> Vec<f64> {
        let mut product = vec![0.0; self.size];
        for ((number, row), factor) in self.rows().enumerate().zip(vector) {
            add_scaled(product.split_at_mut(number + 1).0, *factor, row);
        }
        product
    }

    /// `R v` of a lower triangular `R`.
    pub(super) fn lower_times(&self, vector: &[f64]) -> Vec<f64> {
        self.rows().enumerate().map(|(number, row)| dot(row.split_at(number + 1).0, vector)).collect()
    }
}

/// The sum of products, as far as the first vector goes. Four sums side by side, which the processor can add at once.
pub(super) fn dot(one: &[f64], other: &[f64]) -> f64 {
    let other = other.get(..one.len()).unwrap_or(other);
    let (ones, last_ones) = one.as_chunks::<4>();
    let (others, last_others) = other.as_chunks::<4>();
    let mut sums = [0.0; 4];
    for (one, other) in ones.iter().zip(others) {
        for ((sum, one), other) in sums.iter_mut().zip(one).zip(other) {
            *sum += one * other;
        }
    }
    let last: f64 = last_ones.iter().zip(last_others).map(|(one, other)| one * other).sum();
    sums.iter().sum::<f64>() + last
}

/// Adds a multiple of one vector to another, as far as the shorter goes.
fn add_scaled(into: &mut [f64], factor: f64, row: &[f64]) {
    into.iter_mut().zip(row).for_each(|(cell, value)| *cell += factor * value);
}
