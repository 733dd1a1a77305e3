//! Mutations of candidates for the European label.

use entity::ids::{EqlCandidacyId, EqlNominationId};

use super::{
    commands::{
        self, ComputeEqlCandidatesRefusal, NominateForEqlRefusal, ProposeEqlCandidatesRefusal,
        RecordForeignLabelsRefusal, WithdrawEqlCandidacyRefusal,
    },
    inputs::{
        ComputeEqlCandidatesInput, ImportEqlOutcomesInput, NominateForEqlInput, ProposeEqlCandidatesInput,
        RecordForeignLabelsInput, WithdrawEqlCandidacyInput,
    },
    objects::{EqlCandidacy, EqlNomination},
    outcomes::{self, ImportEqlOutcomesRefusal},
};
use crate::{acts, api::Part, campaign::Campaign, project::Project};

acts! {
    /// Compute the candidates for the European label again, for a published campaign. The system also does this when
    /// results are published.
    computeEqlCandidates(ComputeEqlCandidatesInput) -> Vec<EqlCandidacyId> | ComputeEqlCandidatesRefusal
        [Staff; Campaign::DECIDE(campaignId)]
        = commands::recompute;

    /// Record in which other countries a project has a national label. Its candidacy is computed again.
    recordForeignLabels(RecordForeignLabelsInput) -> EqlCandidacyId | RecordForeignLabelsRefusal
        [Staff; Project::CHANGE(projectId)]
        = commands::record_foreign_labels;

    /// Propose for the European label the projects that the rule of the campaign gives (`EqlCandidacy.isListed`). A second person
    /// must confirm exactly this list (`nominateForEql`). If something changes before that, propose it again. Why the others
    /// are not in the list is told by `EqlCandidacy.conditions`.
    proposeEqlCandidates(ProposeEqlCandidatesInput) -> EqlNominationId | ProposeEqlCandidatesRefusal
        [Staff; Campaign::DECIDE(campaignId)]
        = commands::propose;

    /// Confirm, as a second person, exactly the list that was proposed. Its projects are nominated; those that meet the
    /// conditions and are not in it are not. This is final: send the list to the Central Support Service, and record what
    /// it decides with `importEqlOutcomes`.
    nominateForEql(NominateForEqlInput) -> EqlNominationId | NominateForEqlRefusal
        [Staff; EqlNomination::CONFIRM(eqlNominationId)]
        = commands::nominate;

    /// Note that a project does not take part in the European label, as its teachers ask, or that it does after all. A list that
    /// waits for a second person must be proposed again.
    withdrawEqlCandidacy(WithdrawEqlCandidacyInput) -> EqlCandidacyId | WithdrawEqlCandidacyRefusal
        [Staff; EqlCandidacy::CHANGE(eqlCandidacyId)]
        = commands::withdraw;

    /// Record which of the nominated projects got the European label, as a document of the Central Support Service says. Each item
    /// is judged on its own. Teachers with the label are told by mail, on the day `EQL_INFO` of the timeline at the
    /// earliest.
    importEqlOutcomes(ImportEqlOutcomesInput) -> Part<Vec<EqlCandidacyId>> | ImportEqlOutcomesRefusal
        [Staff, Service; EqlCandidacy::RECORD()]
        = outcomes::import;
}
