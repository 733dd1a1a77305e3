//! Who may evaluate, and who may merge what was evaluated.

use entity::{
    assignment, evaluation,
    ids::UserId,
    kinds::{AssignmentState, Community, Track},
};

use crate::auth::{Actor, Verdict};

/// Whoever works for the office judges nothing, in whatever role (INV-13).
const STAFF_NEVER_SCORES: Verdict = Verdict::Refuse("who works for the office does not score");

/// Write an evaluation: the juror of the assignment, once she has attested that there is no conflict (INV-12).
pub fn may_evaluate(actor: &Actor, assignment: &assignment::Model) -> Verdict {
    use AssignmentState::{Accepted, Declined, InProgress, Invited, Proposed, Recused, Revoked, Submitted};
    let is_hers = |id: UserId| UserId::from(assignment.juror_id) == id;
    let is_open = match assignment.state {
        Accepted | InProgress | Submitted => true,
        Proposed | Invited | Declined | Recused | Revoked => false,
    };
    match actor {
        Actor::Juror(person) if person.is_office() => STAFF_NEVER_SCORES,
        Actor::Juror(person) if is_hers(person.id) && is_open => Verdict::Allow,
        Actor::Juror(_) => Verdict::Hide,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Staff(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("only jurors score")
        }
    }
}

/// Give evaluations back and merge them: staff of the community of the application; Belgica is shared (Q15). They
/// never write a score.
pub fn may_merge(actor: &Actor, community: Community, track: Track) -> Verdict {
    match actor {
        Actor::Staff(person) if track == Track::Belgica || person.community == Some(community) => Verdict::Allow,
        Actor::Staff(_) => Verdict::Hide,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("evaluations are merged by staff")
        }
    }
}

/// Sit on a panel: a juror whose evaluation of the application is in.
pub fn may_sit(actor: &Actor, hers: Option<&evaluation::Model>) -> Verdict {
    match actor {
        Actor::Juror(person) if person.is_office() => STAFF_NEVER_SCORES,
        Actor::Juror(person) if hers.is_some_and(|hers| UserId::from(hers.juror_id) == person.id) => Verdict::Allow,
        Actor::Juror(_) => Verdict::Hide,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Staff(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("only jurors score")
        }
    }
}

/// Ask how severe jurors are: staff, and nobody else ever (INV-33).
pub fn may_calibrate(actor: &Actor) -> Verdict {
    match actor {
        Actor::Staff(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("scores are calibrated by staff")
        }
    }
}
