//! The fit, held to what lme4 makes of the same scores (`fair/samples`).

use std::collections::BTreeMap;

use super::{
    Look, Question, Row, calibrate,
    fit::{Design, Fit},
};

const SCORES: &str = include_str!("../../samples/scores.csv");
const ESTIMATES: &str = include_str!("../../samples/estimates.csv");

/// The fixture has points; scores are hundredths.
const POINT: f64 = 100.0;

fn lines(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().skip(1).map(|line| line.split(',').collect())
}

fn sets() -> BTreeMap<&'static str, Vec<Row<usize, usize>>> {
    let mut sets: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for line in lines(SCORES) {
        let [set, application, juror, score] = line[..] else { panic!("{line:?}") };
        let (application, juror) = (application.parse().unwrap(), juror.parse().unwrap());
        sets.entry(set).or_default().push(Row { application, juror, score: score.parse().unwrap() });
    }
    sets
}

fn fit(rows: &[Row<usize, usize>]) -> Fit {
    let applications = rows.iter().map(|row| row.application).max().unwrap();
    let jurors = rows.iter().map(|row| row.juror).max().unwrap();
    let mut scores = vec![Vec::new(); applications];
    for row in rows {
        scores[row.application - 1].push((row.juror - 1, row.score));
    }
    Design::new(&scores, jurors).fit(&|| Ok(())).unwrap().unwrap()
}

#[test]
fn the_fit_is_that_of_lme4_to_five_digits() {
    let sets = sets();
    assert_eq!(sets.len(), 10);
    let fits: BTreeMap<_, Fit> = sets.iter().map(|(set, rows)| (*set, fit(rows))).collect();
    let mut compared = 0;
    let mut worst: f64 = 0.0;
    for line in lines(ESTIMATES) {
        let [set, kind, id, value, deviation, misfit] = line[..] else { panic!("{line:?}") };
        let fit = &fits[set];
        let place = id.parse::<usize>().unwrap().max(1) - 1;
        let mut same = |what: &str, ours: f64, theirs: &str| {
            let theirs: f64 = theirs.parse().unwrap();
            // Effects that are nearly 0 are held to the digits of a tenth of a point.
            let apart = (ours - theirs).abs() / theirs.abs().max(0.1);
            assert!(apart < 5e-6, "{set} {kind} {id} {what}: {ours} here, {theirs} in lme4");
            worst = worst.max(apart);
            compared += 1;
        };
        match kind {
            "mean" => same("value", fit.mean / POINT, value),
            "applications" => same("variance", fit.variances.applications / (POINT * POINT), value),
            "jurors" => same("variance", fit.variances.jurors / (POINT * POINT), value),
            "error" => same("variance", fit.variances.error / (POINT * POINT), value),
            "allocation" => same("value", fit.allocation, value),
            "application" => {
                same("value", fit.applications[place].value / POINT, value);
                same("deviation", fit.applications[place].deviation / POINT, deviation);
            }
            "juror" => {
                same("severity", fit.jurors[place].severity / POINT, value);
                same("error", fit.jurors[place].error / POINT, deviation);
                same("misfit", fit.jurors[place].misfit, misfit);
            }
            other => panic!("{other}"),
        }
    }
    println!("{compared} figures, the furthest apart {worst:.1e}");
    assert_eq!(compared, 10 * 5 + 2 * 612 + 3 * 99);
}

#[test]
fn a_variance_of_nothing_is_exactly_nothing() {
    let sets = sets();
    let question = Question { scale: 0..=2500, threshold: 1500, prizes: 5, look: Look::default() };
    let equal_jurors = calibrate(&sets["equal_jurors"], &question).unwrap();
    assert_eq!(equal_jurors.variance_of_jurors.thousandths(), 0);
    assert!(
        equal_jurors.jurors.iter().all(|juror| juror.severity.thousandths() == 0 && juror.error.thousandths() == 0)
    );
    let equal_applications = calibrate(&sets["equal_applications"], &question).unwrap();
    assert_eq!(equal_applications.variance_of_applications.thousandths(), 0);
    for one in &equal_applications.applications {
        assert_eq!((one.value, one.rank_interval), (equal_applications.mean, (1, 40)));
        assert_eq!(one.expected_rank.thousandths(), 20_500);
    }
}
