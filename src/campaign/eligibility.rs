//! How much each condition for taking part counts: data of a campaign, frozen when it opens (R01-R06). Pure.

use std::collections::BTreeSet;

use entity::kinds::{EligibilityCondition, Kind, RuleSeverity};

/// How much one condition counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Which.
    pub condition: EligibilityCondition,
    /// When it does not hold at step 1.
    pub at_registration: RuleSeverity,
    /// When it does not hold as step 2 is handed in. What staff decided to hold, holds.
    pub at_hand_in: RuleSeverity,
}

/// Every condition, in the order of the enum, each with its rule or the default: what is in doubt at step 1 is looked at by
/// staff, and nothing that does not hold is handed in. A project may still run at step 1 (R05, R62).
pub fn rule_set(rules: &[Rule]) -> Vec<Rule> {
    let of = |condition: EligibilityCondition| {
        let given = rules.iter().copied().find(|rule| rule.condition == condition);
        let at_registration = match condition {
            EligibilityCondition::EndedByDeadline => RuleSeverity::Warn,
            EligibilityCondition::ActivityInSchoolYear
            | EligibilityCondition::RegisteredInWindow
            | EligibilityCondition::ResultsVisible
            | EligibilityCondition::Collaborated
            | EligibilityCondition::Communicated => RuleSeverity::Review,
        };
        given.unwrap_or(Rule { condition, at_registration, at_hand_in: RuleSeverity::Block })
    };
    EligibilityCondition::VALUES.iter().map(|(condition, ..)| of(*condition)).collect()
}

/// Whether a condition is given twice.
pub fn given_twice(rules: &[Rule]) -> Option<EligibilityCondition> {
    let mut seen = BTreeSet::new();
    rules.iter().map(|rule| rule.condition).find(|condition| !seen.insert(*condition))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_condition_has_one_rule_and_what_is_given_counts() {
        let rules = rule_set(&[]);
        assert_eq!(rules.len(), EligibilityCondition::VALUES.len());
        assert!(rules.iter().all(|rule| rule.at_hand_in == RuleSeverity::Block));
        let given = Rule {
            condition: EligibilityCondition::Collaborated,
            at_registration: RuleSeverity::Block,
            at_hand_in: RuleSeverity::Ignore,
        };
        let rules = rule_set(&[given]);
        assert_eq!(rules.iter().filter(|rule| **rule == given).count(), 1);
        assert_eq!(rules.len(), EligibilityCondition::VALUES.len());
    }
}
