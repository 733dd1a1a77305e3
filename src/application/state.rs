//! Where a registration and an application stand, and what moves them.

use entity::kinds::{ApplicationStage, ApplicationState, ApplicationStatus, RegistrationStatus};

/// Where an application stands, all in all: for staff its stage says more than its state.
pub fn status_of(state: ApplicationState, reached: Option<ApplicationStage>) -> ApplicationStatus {
    match (reached, state) {
        (Some(ApplicationStage::Admissible), _) => ApplicationStatus::Admissible,
        (Some(ApplicationStage::Inadmissible), _) => ApplicationStatus::Inadmissible,
        (Some(ApplicationStage::InEvaluation), _) => ApplicationStatus::InEvaluation,
        (Some(ApplicationStage::Evaluated), _) => ApplicationStatus::Evaluated,
        (Some(ApplicationStage::Decided), _) => ApplicationStatus::Decided,
        (Some(ApplicationStage::Published), _) => ApplicationStatus::Published,
        (None, ApplicationState::Draft) => ApplicationStatus::Draft,
        (None, ApplicationState::Complete) => ApplicationStatus::Complete,
        (None, ApplicationState::Withdrawn) => ApplicationStatus::Withdrawn,
        (None, ApplicationState::CarriedOver) => ApplicationStatus::CarriedOver,
    }
}

/// What is done to a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnRegistration {
    /// Staff confirm it: step 2 opens.
    Confirm,
    /// Staff refuse it.
    Refuse,
    /// Staff decide that a condition holds (R06).
    Override,
    /// Its teacher takes it back.
    Withdraw,
}

/// Where it leads; `None` when it cannot be done from here.
pub fn registration_after(state: RegistrationStatus, act: OnRegistration) -> Option<RegistrationStatus> {
    use OnRegistration::{Confirm, Override, Refuse, Withdraw};
    use RegistrationStatus::{Confirmed, Ineligible, NeedsReview, Withdrawn};
    match (state, act) {
        (NeedsReview, Confirm) => Some(Confirmed),
        (NeedsReview, Refuse) => Some(Ineligible),
        (NeedsReview | Confirmed, Override) => Some(state),
        (NeedsReview | Confirmed, Withdraw) => Some(Withdrawn),
        (Confirmed, Confirm | Refuse) | (Ineligible | Withdrawn, Confirm | Refuse | Override | Withdraw) => None,
    }
}

/// What is done to an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnApplication {
    /// Its teacher opens the form; one that was taken back becomes a draft again.
    Open,
    /// Its teacher changes the draft. What was handed in stands (INV-04).
    Edit,
    /// Its teacher hands it in, again if need be.
    Submit,
    /// Its teacher takes it back.
    Withdraw,
    /// The form on ESEP was sent too (R65).
    RecordEsep,
    /// Its teacher takes the texts into the next campaign (F13). What the jury judged stays what it is.
    CarryOver,
}

/// Where it leads; `None` when it cannot be done from here.
pub fn application_after(state: ApplicationState, act: OnApplication) -> Option<ApplicationState> {
    use ApplicationState::{CarriedOver, Complete, Draft, Withdrawn};
    use OnApplication::{CarryOver, Edit, Open, RecordEsep, Submit, Withdraw};
    match (state, act) {
        (Draft | Complete, Open | Edit | RecordEsep) => Some(state),
        (Draft | Complete, Submit) | (Complete, CarryOver) => Some(Complete),
        (Draft | Complete, Withdraw) => Some(Withdrawn),
        (Withdrawn, Open) => Some(Draft),
        (Draft | Withdrawn, CarryOver) => Some(CarriedOver),
        (Withdrawn, Edit | Submit | Withdraw | RecordEsep)
        | (CarriedOver, Open | Edit | Submit | Withdraw | RecordEsep | CarryOver) => None,
    }
}

/// Whether staff may still decide if an application goes to the jury (R92): it is complete, and nothing was decided.
pub fn awaits_admission(state: ApplicationState, reached: Option<ApplicationStage>) -> bool {
    state == ApplicationState::Complete && reached.is_none()
}

#[cfg(test)]
mod tests {
    use entity::kinds::Kind;

    use super::*;

    #[test]
    fn the_table_of_registrations() {
        use RegistrationStatus::{Confirmed, Ineligible, NeedsReview, Withdrawn};
        let acts =
            [OnRegistration::Confirm, OnRegistration::Refuse, OnRegistration::Override, OnRegistration::Withdraw];
        let table = [
            (NeedsReview, [Some(Confirmed), Some(Ineligible), Some(NeedsReview), Some(Withdrawn)]),
            (Confirmed, [None, None, Some(Confirmed), Some(Withdrawn)]),
            (Ineligible, [None, None, None, None]),
            (Withdrawn, [None, None, None, None]),
        ];
        assert_eq!(table.len(), RegistrationStatus::VALUES.len());
        for (state, row) in table {
            for (act, after) in acts.into_iter().zip(row) {
                assert_eq!(registration_after(state, act), after, "{state:?} {act:?}");
            }
        }
    }

    #[test]
    fn the_table_of_applications() {
        use ApplicationState::{CarriedOver, Complete, Draft, Withdrawn};
        let acts = [
            OnApplication::Open,
            OnApplication::Edit,
            OnApplication::Submit,
            OnApplication::Withdraw,
            OnApplication::RecordEsep,
            OnApplication::CarryOver,
        ];
        let table = [
            (Draft, [Some(Draft), Some(Draft), Some(Complete), Some(Withdrawn), Some(Draft), Some(CarriedOver)]),
            (
                Complete,
                [Some(Complete), Some(Complete), Some(Complete), Some(Withdrawn), Some(Complete), Some(Complete)],
            ),
            (Withdrawn, [Some(Draft), None, None, None, None, Some(CarriedOver)]),
            (CarriedOver, [None; 6]),
        ];
        assert_eq!(table.len(), ApplicationState::VALUES.len());
        for (state, row) in table {
            for (act, after) in acts.into_iter().zip(row) {
                assert_eq!(application_after(state, act), after, "{state:?} {act:?}");
            }
        }
    }

    #[test]
    fn only_a_complete_application_without_a_stage_awaits_admission() {
        for (state, ..) in ApplicationState::VALUES {
            assert_eq!(awaits_admission(*state, None), *state == ApplicationState::Complete, "{state:?}");
            for (stage, ..) in ApplicationStage::VALUES {
                assert!(!awaits_admission(*state, Some(*stage)), "{state:?} {stage:?}");
            }
        }
    }
}
