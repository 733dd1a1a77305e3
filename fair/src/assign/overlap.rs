//! How well a plan links its jurors. Calibration compares jurors through the applications that they share, so a jury
//! that falls into panels which never mix cannot be calibrated.

use super::plan::Plan;

/// Who is linked with whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlap {
    /// Jurors who are linked through shared applications, by their numbers; jurors with nothing to judge are left out.
    pub parts: Vec<Vec<usize>>,
    /// The second-smallest eigenvalue of the graph's Laplacian: 0 for jurors in fixed panels, more for better mixed
    /// ones, and the number of jurors for a jury in which each two share one application. It decides nothing.
    pub strength: f64,
}

impl Overlap {
    /// Whether jurors sit in panels that never mix: severity cannot be compared across them.
    pub fn has_fixed_panels(&self) -> bool {
        self.parts.len() > 1
    }
}

/// How well a plan links its jurors.
pub fn overlap(plan: &Plan) -> Overlap {
    let mut jurors: Vec<usize> = plan.pairs.iter().map(|(_, juror)| *juror).collect();
    jurors.sort_unstable();
    jurors.dedup();
    let mut laplacian = vec![vec![0.0; jurors.len()]; jurors.len()];
    let place = |juror: &usize| jurors.binary_search(juror).unwrap_or_default();
    let mut pairs = plan.pairs.clone();
    pairs.sort_unstable();
    for panel in pairs.chunk_by(|one, other| one.0 == other.0) {
        let panel: Vec<usize> = panel.iter().map(|(_, juror)| place(juror)).collect();
        for one in &panel {
            for other in panel.iter().filter(|other| *other != one) {
                laplacian[*one][*other] -= 1.0;
                laplacian[*one][*one] += 1.0;
            }
        }
    }
    let parts = parts(&laplacian);
    let strength = if parts.len() == 1 && jurors.len() > 1 { second_eigenvalue(laplacian) } else { 0.0 };
    let parts = parts.into_iter().map(|part| part.into_iter().map(|place| jurors[place]).collect()).collect();
    Overlap { parts, strength }
}

fn parts(laplacian: &[Vec<f64>]) -> Vec<Vec<usize>> {
    let mut is_seen = vec![false; laplacian.len()];
    let mut parts = Vec::new();
    for start in 0..laplacian.len() {
        let (mut part, mut open) = (Vec::new(), vec![start]);
        while let Some(node) = open.pop() {
            if std::mem::replace(&mut is_seen[node], true) {
                continue;
            }
            part.push(node);
            open.extend((0..laplacian.len()).filter(|other| laplacian[node][*other] < 0.0 && !is_seen[*other]));
        }
        if !part.is_empty() {
            part.sort_unstable();
            parts.push(part);
        }
    }
    parts
}

/// Householder's way to a tridiagonal matrix, then bisection on how many eigenvalues lie below.
fn second_eigenvalue(matrix: Vec<Vec<f64>>) -> f64 {
    let (diagonal, beside) = tridiagonal(matrix);
    let below = |limit: f64| {
        let mut count = 0;
        let mut pivot = 1.0f64;
        for (row, value) in diagonal.iter().enumerate() {
            let left = if row == 0 { 0.0 } else { beside[row - 1] };
            pivot = value - limit - left * left / if pivot == 0.0 { f64::EPSILON } else { pivot };
            count += usize::from(pivot < 0.0);
        }
        count
    };
    // Gershgorin: no eigenvalue of a Laplacian is above twice the largest degree.
    let (mut low, mut high) = (0.0, 2.0 * diagonal.iter().sum::<f64>());
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if below(middle) >= 2 { high = middle } else { low = middle }
    }
    f64::midpoint(low, high)
}

fn tridiagonal(mut matrix: Vec<Vec<f64>>) -> (Vec<f64>, Vec<f64>) {
    let size = matrix.len();
    for column in 0..size.saturating_sub(2) {
        let mut normal: Vec<f64> = (0..size).map(|row| if row > column { matrix[row][column] } else { 0.0 }).collect();
        let length = normal.iter().map(|value| value * value).sum::<f64>().sqrt();
        if length == 0.0 {
            continue;
        }
        normal[column + 1] += length.copysign(normal[column + 1]);
        let square = normal.iter().map(|value| value * value).sum::<f64>();
        let product = |matrix: &[Vec<f64>], row: usize| {
            matrix[row].iter().zip(&normal).map(|(value, normal)| value * normal).sum::<f64>()
        };
        let image: Vec<f64> = (0..size).map(|row| 2.0 * product(&matrix, row) / square).collect();
        let along = image.iter().zip(&normal).map(|(image, normal)| image * normal).sum::<f64>() / square;
        let shift: Vec<f64> = image.iter().zip(&normal).map(|(image, normal)| image - along * normal).collect();
        for row in 0..size {
            for other in 0..size {
                matrix[row][other] -= normal[row] * shift[other] + shift[row] * normal[other];
            }
        }
    }
    let diagonal = (0..size).map(|row| matrix[row][row]).collect();
    (diagonal, (1..size).map(|row| matrix[row][row - 1]).collect())
}
