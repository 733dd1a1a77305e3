//! Who is a candidate for the European label (R121, F4, Q26, INV-27).

use entity::kinds::EqlCandidacyStatus;

use crate::{
    api::fact::kept,
    decimal,
    score::rules::{Exact, Mean},
};

/// What the campaign asks of a candidate; in hundredths of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demand {
    /// The mean must be above this.
    pub minimum_centi: i32,
    /// The total on the European scale.
    pub scale_max_centi: i32,
    /// The highest total of the rubric that was used.
    pub rubric_max_centi: i32,
    /// Countries in which the project must have a national label.
    pub countries: i32,
}

/// Where a project stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The mean, half up, for people to read.
    pub average_centi: i32,
    /// The same in billionths, to be compared.
    pub average_billionths: i64,
    /// What it comes to.
    pub state: EqlCandidacyStatus,
    /// Why, with the numbers used.
    pub reason: String,
}

/// The highest total of a rubric, in hundredths: what each criterion weighs, times the top of the scale.
pub fn rubric_max_centi(weights: &[i32], scale_max: i32) -> i32 {
    weights.iter().map(|weight| weight * scale_max * 100).sum()
}

/// Why a project stands where it does, as it is kept.
pub const REASONS: &[(&str, &str)] = &[
    ("NO_LABEL", "No application of the project holds a label any more."),
    (
        "ABOVE",
        "The mean of {count} labelled applications is {average} out of {most}; it must be above {minimum} and is. The project has a label in {countries} countries; {needed} are needed.",
    ),
    (
        "BELOW",
        "The mean of {count} labelled applications is {average} out of {most}; it must be above {minimum} and is not. The project has a label in {countries} countries; {needed} are needed.",
    ),
    (
        "ABOVE_ON_OTHER_SCALE",
        "The mean of {count} labelled applications is {average} out of {most}, which is not the European scale of {scale}; it must be above {minimum} and is. The project has a label in {countries} countries; {needed} are needed.",
    ),
    (
        "BELOW_ON_OTHER_SCALE",
        "The mean of {count} labelled applications is {average} out of {most}, which is not the European scale of {scale}; it must be above {minimum} and is not. The project has a label in {countries} countries; {needed} are needed.",
    ),
];

/// Where a project stands by the totals of its labelled applications and the countries in which it has a
/// label. The mean is compared before it is rounded: 20.004 is above 20.
pub fn standing(totals: &[Exact], countries: i32, demand: &Demand) -> Standing {
    let Some(mean) = Mean::of(totals) else {
        let reason = kept("NO_LABEL", []);
        return Standing { average_centi: 0, average_billionths: 0, state: EqlCandidacyStatus::NotEligible, reason };
    };
    let (count, average_centi) = (totals.len(), mean.centi());
    let is_above = mean.is_above(demand.minimum_centi);
    let is_same_scale = demand.scale_max_centi == demand.rubric_max_centi;
    let has_countries = countries >= demand.countries;
    let code = match (is_above, is_same_scale) {
        (true, true) => "ABOVE",
        (false, true) => "BELOW",
        (true, false) => "ABOVE_ON_OTHER_SCALE",
        (false, false) => "BELOW_ON_OTHER_SCALE",
    };
    let facts = [
        ("count", count.to_string()),
        ("average", decimal::show(average_centi)),
        ("most", decimal::show(demand.rubric_max_centi)),
        ("scale", decimal::show(demand.scale_max_centi)),
        ("minimum", decimal::show(demand.minimum_centi)),
        ("countries", countries.to_string()),
        ("needed", demand.countries.to_string()),
    ];
    let reason = kept(code, facts);
    let state = if is_above && is_same_scale && has_countries {
        EqlCandidacyStatus::Eligible
    } else {
        EqlCandidacyStatus::NotEligible
    };
    Standing { average_centi, average_billionths: mean.billionths(), state, reason }
}

/// Whether `text` is a country code such as `FR`: two capitals.
pub fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|letter| letter.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        api::fact::{Fact as _, Sentence},
        words::Language,
    };

    const DEMAND: Demand = Demand { minimum_centi: 2000, scale_max_centi: 2500, rubric_max_centi: 2500, countries: 2 };

    fn exact(totals: &[i32]) -> Vec<Exact> {
        totals.iter().copied().map(Exact).collect()
    }

    #[test]
    fn the_minimum_must_be_exceeded_on_the_same_scale_in_enough_countries() {
        let state = |totals: &[i32], countries, demand: &Demand| standing(&exact(totals), countries, demand).state;
        // In sixtieths: 1200 are 20 points.
        assert_eq!(state(&[1200], 2, &DEMAND), EqlCandidacyStatus::NotEligible);
        assert_eq!(state(&[1201], 2, &DEMAND), EqlCandidacyStatus::Eligible);
        assert_eq!(
            state(&[1200, 1201, 1200, 1200, 1200, 1200, 1200], 2, &DEMAND),
            EqlCandidacyStatus::Eligible,
            "20.00 as shown"
        );
        assert_eq!(state(&[1220, 1180], 2, &DEMAND), EqlCandidacyStatus::NotEligible, "20.33 and 19.67 are 20");
        assert_eq!(state(&[1500], 1, &DEMAND), EqlCandidacyStatus::NotEligible);
        let other = Demand { scale_max_centi: 3000, ..DEMAND };
        assert_eq!(state(&[1500], 2, &other), EqlCandidacyStatus::NotEligible);
        assert_eq!(state(&[], 2, &DEMAND), EqlCandidacyStatus::NotEligible);
    }

    #[test]
    fn the_reason_has_the_numbers() {
        assert_eq!(
            Sentence::of_kept(&standing(&exact(&[1260, 1201]), 2, &DEMAND).reason, REASONS).unwrap().said(Language::En),
            "The mean of 2 labelled applications is 20.51 out of 25.00; it must be above 20.00 and is. The project \
             has a label in 2 countries; 2 are needed."
        );
    }

    #[test]
    fn the_top_of_the_rubric_of_the_deck_is_25() {
        assert_eq!(rubric_max_centi(&[1, 1, 1, 1, 1, 0, 0, 0], 5), 2500);
    }

    #[test]
    fn a_country_is_two_capitals() {
        assert!(is_country("FR"));
        for text in ["", "fr", "FRA", "F1", "É"] {
            assert!(!is_country(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn more_points_and_more_countries_never_hurt(
            totals in prop::collection::vec(0..=1440, 1..6), countries in 1..5, more in 0..=60,
        ) {
            let rank = |standing: Standing| standing.state == EqlCandidacyStatus::Eligible;
            let before = rank(standing(&exact(&totals), countries, &DEMAND));
            let higher: Vec<i32> = totals.iter().map(|total| total + more).collect();
            prop_assert!(!before || rank(standing(&exact(&higher), countries + 1, &DEMAND)));
        }
    }
}
