//! Who is a candidate for the European label (R121, F4, Q26, INV-27).

use std::collections::BTreeSet;

use entity::{
    ids::{EqlCandidacyId, ProjectId},
    kinds::{EqlCandidacyStatus, EqlConditionKind, EqlOutcome, Kind},
};
use sha2::{Digest, Sha256};

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

/// How many projects may be proposed: a share of the projects with a label, rounded down (INV-27).
pub fn places(labelled: i32, percent: i32) -> i32 {
    i32::try_from(i64::from(labelled) * i64::from(percent) / 100).unwrap_or(i32::MAX)
}

/// A project that meets the conditions, among the others that do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rival {
    /// Its mean, in billionths.
    pub average: i64,
    /// Staff chose it among equal ones.
    pub is_chosen: bool,
}

/// Where a project stands among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// 1 is the highest mean; equal means have the same place.
    pub number: i32,
    /// It is among those that may be proposed.
    pub is_listed: bool,
    /// There are fewer places left than projects with this mean: so many. Staff choose.
    pub left: Option<i32>,
}

/// Who of these is proposed when there are so many places: those with the highest means. Where equal ones do not all fit, those
/// that staff chose, and nobody where they chose more than fit.
pub fn ranked(rivals: &[Rival], places: i32) -> Vec<Place> {
    let count =
        |is: &dyn Fn(&Rival) -> bool| i32::try_from(rivals.iter().filter(|one| is(one)).count()).unwrap_or(i32::MAX);
    let place = |rival: &Rival| {
        let above = count(&|other| other.average > rival.average);
        let equal = count(&|other| other.average == rival.average);
        let chosen = count(&|other| other.average == rival.average && other.is_chosen);
        let left = places - above;
        let fits = equal <= left;
        Place {
            number: above + 1,
            is_listed: fits || (rival.is_chosen && chosen <= left),
            left: (!fits && left > 0).then_some(left),
        }
    };
    rivals.iter().map(place).collect()
}

/// A condition beside what was found. Numbers of teachers, countries and places are in hundredths too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The condition.
    pub condition: EqlConditionKind,
    /// What it asks for.
    pub asked_centi: i32,
    /// What was found; none where nothing is to be found.
    pub found_centi: Option<i32>,
    /// Whether it holds.
    pub is_met: bool,
}

/// What is known of a project, beside the totals of its applications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Around {
    /// Teachers who take part in the project here.
    pub teachers: i32,
    /// Those of them who handed in an application.
    pub applied: i32,
    /// Countries in which it has a label.
    pub countries: i32,
}

/// The rule, condition by condition: what it asked, what was found of a project, and whether it holds. `share` is how many
/// projects may be proposed, and where the project stands among them if it meets the rest.
pub fn trace(totals: &[Exact], around: Around, demand: &Demand, (places, place): (i32, Option<Place>)) -> Vec<Finding> {
    let whole = |number: i32| number.saturating_mul(100);
    let mean = Mean::of(totals);
    let finding = |condition, asked_centi, found_centi, is_met| Finding { condition, asked_centi, found_centi, is_met };
    vec![
        finding(
            EqlConditionKind::Teachers,
            whole(around.teachers),
            Some(whole(around.applied)),
            around.applied >= around.teachers,
        ),
        finding(
            EqlConditionKind::Countries,
            whole(demand.countries),
            Some(whole(around.countries)),
            around.countries >= demand.countries,
        ),
        finding(
            EqlConditionKind::Scale,
            demand.scale_max_centi,
            Some(demand.rubric_max_centi),
            demand.scale_max_centi == demand.rubric_max_centi,
        ),
        finding(
            EqlConditionKind::Average,
            demand.minimum_centi,
            mean.map(Mean::centi),
            mean.is_some_and(|mean| mean.is_above(demand.minimum_centi)),
        ),
        finding(
            EqlConditionKind::Share,
            whole(places),
            place.map(|place| whole(place.number)),
            place.is_some_and(|place| place.is_listed),
        ),
    ]
}

/// What happened to a candidate, beside what follows from its labels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fate {
    /// What became of it.
    pub outcome: Option<EqlOutcome>,
    /// Its teachers do not want to take part.
    pub is_withdrawn: bool,
    /// A confirmed list has it.
    pub is_nominated: bool,
    /// The list of the campaign is confirmed.
    pub is_decided: bool,
}

/// Where a candidate stands. What others decided comes first (INV-28); without a label nothing else counts.
pub fn status(fate: Fate, has_label: bool, computed: EqlCandidacyStatus) -> EqlCandidacyStatus {
    let meets = computed == EqlCandidacyStatus::Eligible;
    match fate {
        Fate { outcome: Some(EqlOutcome::Awarded), .. } => EqlCandidacyStatus::Awarded,
        Fate { outcome: Some(EqlOutcome::NotAwarded), .. } => EqlCandidacyStatus::NotAwarded,
        Fate { is_withdrawn: true, .. } => EqlCandidacyStatus::Withdrawn,
        Fate { .. } if !has_label => EqlCandidacyStatus::NotEligible,
        Fate { is_nominated: true, .. } => EqlCandidacyStatus::Nominated,
        Fate { .. } if !meets => EqlCandidacyStatus::NotEligible,
        Fate { is_decided: true, .. } => EqlCandidacyStatus::NotNominated,
        Fate { .. } => EqlCandidacyStatus::Eligible,
    }
}

/// One project of the list that two persons stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The candidacy.
    pub id: EqlCandidacyId,
    /// Whether it is proposed.
    pub is_listed: bool,
    /// Whether it takes part.
    pub is_withdrawn: bool,
    /// Its mean, in billionths.
    pub average: i64,
    /// The countries in which it has a label.
    pub countries: BTreeSet<String>,
    /// Everything that it was judged by.
    pub trace: Vec<Finding>,
}

impl Line {
    fn text(&self) -> String {
        let of = |one: &Finding| {
            format!("{}:{}:{:?}:{}", one.condition.word(), one.asked_centi, one.found_centi, one.is_met)
        };
        let trace: Vec<String> = self.trace.iter().map(of).collect();
        let countries: Vec<&str> = self.countries.iter().map(String::as_str).collect();
        let Self { id, is_listed, is_withdrawn, average, .. } = self;
        format!("{id}|{is_listed}|{is_withdrawn}|{average}|{}|{}", countries.join(","), trace.join(","))
    }
}

/// Hash of a list: who is in it, who is not, and why. The order in which projects are given does not matter.
pub fn list_hash(lines: &[Line]) -> String {
    let mut lines: Vec<String> = lines.iter().map(Line::text).collect();
    lines.sort_unstable();
    hex::encode(Sha256::digest(lines.join("\n")))
}

/// What is wrong with a choice among equal projects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrongChoice {
    /// This project is not one of equal ones of which only some fit.
    NotTied(ProjectId),
    /// More are chosen than places are left: so many.
    TooMany(i32),
}

/// What is wrong with choosing these, given where each project stands.
pub fn wrong_choices(chosen: &[ProjectId], places: &[(ProjectId, Option<Place>)]) -> Vec<WrongChoice> {
    let left = |project: &ProjectId| {
        places.iter().find(|(id, _)| id == project).and_then(|(_, place)| *place).and_then(|place| place.left)
    };
    let distinct: BTreeSet<ProjectId> = chosen.iter().copied().collect();
    let mut wrong: Vec<WrongChoice> =
        distinct.iter().filter(|one| left(one).is_none()).map(|one| WrongChoice::NotTied(*one)).collect();
    // Equal ones of which only some fit are at one place only.
    let most = distinct.iter().find_map(left).and_then(|left| usize::try_from(left).ok());
    if let Some(most) = most.filter(|most| distinct.len() - wrong.len() > *most) {
        wrong.push(WrongChoice::TooMany(i32::try_from(most).unwrap_or(i32::MAX)));
    }
    wrong
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

    #[test]
    fn equal_projects_that_do_not_all_fit_wait_for_a_choice() {
        let rivals = |of: &[(i64, bool)]| -> Vec<Rival> {
            of.iter().map(|(average, is_chosen)| Rival { average: *average, is_chosen: *is_chosen }).collect()
        };
        let told = |of: &[(i64, bool)], places| -> Vec<(i32, bool, Option<i32>)> {
            ranked(&rivals(of), places).into_iter().map(|one| (one.number, one.is_listed, one.left)).collect()
        };
        assert_eq!(
            told(&[(5, false), (9, false), (7, false)], 2),
            [(3, false, None), (1, true, None), (2, true, None)]
        );
        assert_eq!(
            told(&[(9, false), (7, false), (7, false)], 2),
            [(1, true, None), (2, false, Some(1)), (2, false, Some(1))]
        );
        assert_eq!(
            told(&[(9, false), (7, true), (7, false)], 2),
            [(1, true, None), (2, true, Some(1)), (2, false, Some(1))]
        );
        assert_eq!(
            told(&[(9, false), (7, true), (7, true)], 2),
            [(1, true, None), (2, false, Some(1)), (2, false, Some(1))]
        );
        assert_eq!(
            told(&[(9, false), (7, true)], 1),
            [(1, true, None), (2, false, None)],
            "a choice does not jump the queue"
        );
    }

    #[test]
    fn a_choice_is_of_equal_projects_and_of_as_many_as_fit() {
        let id = |number| ProjectId::from(uuid::Uuid::from_u128(number));
        let tied = Some(Place { number: 1, is_listed: false, left: Some(1) });
        let places = [
            (id(1), tied),
            (id(2), tied),
            (id(3), Some(Place { number: 3, is_listed: false, left: None })),
            (id(4), None),
        ];
        assert_eq!(wrong_choices(&[], &places), []);
        assert_eq!(wrong_choices(&[id(1), id(1)], &places), []);
        assert_eq!(wrong_choices(&[id(1), id(2)], &places), [WrongChoice::TooMany(1)]);
        let others = [WrongChoice::NotTied(id(3)), WrongChoice::NotTied(id(4)), WrongChoice::NotTied(id(5))];
        assert_eq!(wrong_choices(&[id(1), id(3), id(4), id(5)], &places), others);
    }

    #[test]
    fn the_whole_table_of_where_a_candidate_stands() {
        use EqlCandidacyStatus::{Awarded, Eligible, Nominated, NotAwarded, NotEligible, NotNominated, Withdrawn};
        let outcomes = [None, Some(EqlOutcome::Awarded), Some(EqlOutcome::NotAwarded)];
        for (outcome, is_withdrawn, is_nominated, is_decided, has_label, meets) in itertools(outcomes) {
            let fate = Fate { outcome, is_withdrawn, is_nominated, is_decided };
            let computed = if meets { Eligible } else { NotEligible };
            let expected = match (outcome, is_withdrawn, has_label, is_nominated, meets, is_decided) {
                (Some(EqlOutcome::Awarded), ..) => Awarded,
                (Some(EqlOutcome::NotAwarded), ..) => NotAwarded,
                (None, true, ..) => Withdrawn,
                (None, false, false, ..) | (None, false, true, false, false, _) => NotEligible,
                (None, false, true, true, ..) => Nominated,
                (None, false, true, false, true, true) => NotNominated,
                (None, false, true, false, true, false) => Eligible,
            };
            assert_eq!(status(fate, has_label, computed), expected, "{fate:?} {has_label} {meets}");
        }
    }

    type Facts = (Option<EqlOutcome>, bool, bool, bool, bool, bool);

    fn itertools(outcomes: [Option<EqlOutcome>; 3]) -> impl Iterator<Item = Facts> {
        let bits = |outcome| {
            (0..32)
                .map(move |bits: u8| (outcome, bits & 1 > 0, bits & 2 > 0, bits & 4 > 0, bits & 8 > 0, bits & 16 > 0))
        };
        outcomes.into_iter().flat_map(bits)
    }

    #[test]
    fn every_part_of_a_line_is_in_the_hash() {
        let finding =
            Finding { condition: EqlConditionKind::Share, asked_centi: 100, found_centi: None, is_met: false };
        let line = Line {
            id: EqlCandidacyId::from(uuid::Uuid::from_u128(1)),
            is_listed: false,
            is_withdrawn: false,
            average: 21,
            countries: BTreeSet::from(["BE".to_owned()]),
            trace: vec![finding],
        };
        let other = Line { id: EqlCandidacyId::from(uuid::Uuid::from_u128(2)), ..line.clone() };
        let both = list_hash(&[line.clone(), other.clone()]);
        assert_eq!(list_hash(&[other.clone(), line.clone()]), both);
        let with = |finding| Line { trace: vec![finding], ..line.clone() };
        for changed in [
            Line { is_listed: true, ..line.clone() },
            Line { is_withdrawn: true, ..line.clone() },
            Line { average: 22, ..line.clone() },
            Line { countries: BTreeSet::from(["BE".to_owned(), "IT".to_owned()]), ..line.clone() },
            with(Finding { asked_centi: 200, ..finding }),
            with(Finding { found_centi: Some(100), ..finding }),
            with(Finding { is_met: true, ..finding }),
            with(Finding { condition: EqlConditionKind::Scale, ..finding }),
        ] {
            assert_ne!(list_hash(&[changed.clone(), other.clone()]), both, "{changed:?}");
        }
        assert_ne!(list_hash(&[line]), both);
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

        #[test]
        fn the_rule_and_its_trace_say_the_same(
            totals in prop::collection::vec(1190..=1440, 0..4), countries in 0..4, scale in prop::sample::select(vec![2500, 3000]),
        ) {
            let demand = Demand { scale_max_centi: scale, ..DEMAND };
            let around = Around { teachers: 2, applied: 1, countries };
            let trace = trace(&exact(&totals), around, &demand, (1, None));
            let decides = |one: &&Finding| !matches!(one.condition, EqlConditionKind::Teachers | EqlConditionKind::Share);
            let is_met = trace.iter().filter(decides).all(|one| one.is_met);
            let standing = standing(&exact(&totals), countries, &demand);
            prop_assert_eq!(standing.state == EqlCandidacyStatus::Eligible, is_met);
            prop_assert_eq!(trace.len(), EqlConditionKind::VALUES.len());
        }

        #[test]
        fn never_more_than_the_share_is_listed_and_never_a_lower_mean_before_a_higher(
            rivals in prop::collection::vec((0..6_i64, any::<bool>()), 0..40), others in 0..60_i32, percent in 0..=100_i32,
        ) {
            let rivals: Vec<Rival> = rivals.into_iter().map(|(average, is_chosen)| Rival { average, is_chosen }).collect();
            let labelled = i32::try_from(rivals.len()).unwrap() + others;
            let most = places(labelled, percent);
            prop_assert!(most * 100 <= labelled * percent);
            let ranked = ranked(&rivals, most);
            let listed = ranked.iter().filter(|one| one.is_listed).count();
            prop_assert!(i32::try_from(listed).unwrap() <= most, "{} of {}", listed, most);
            for (one, rival) in ranked.iter().zip(&rivals).filter(|(one, _)| one.is_listed) {
                let better = ranked.iter().zip(&rivals).filter(|(_, other)| other.average > rival.average);
                prop_assert!(better.clone().all(|(other, _)| other.is_listed), "{:?}", one);
            }
        }
    }
}
