//! Who may seat a jury, and who may answer.

use entity::{
    assignment, conflict_of_interest,
    ids::{JurorId, UserId},
    kinds::{AssignmentState, Community, ConflictKind, Role, Track},
};

use crate::{
    account::{Account, access::may_bind},
    auth::{Actor, Verdict},
    stop::Stop,
};

/// Seat jurors and record what keeps them away: staff. An admin reads only: who runs the system must not be able to
/// choose who judges.
pub fn may_seat(actor: &Actor) -> Verdict {
    match actor {
        Actor::Staff(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("the jury is seated by staff")
        }
    }
}

/// Invite somebody who has an account: staff those whom they may bind, and whoever judges already, which all staff know.
pub fn may_invite(actor: &Actor, account: &Account) -> Verdict {
    if account.roles.contains(&Role::Juror) && !account.has_an_office() {
        may_seat(actor)
    } else {
        may_bind(actor, account)
    }
}

/// Decide who judges an application: staff of its community; Belgica is shared by all communities (Q15).
pub fn may_assign(actor: &Actor, community: Community, track: Track) -> Verdict {
    match actor {
        Actor::Staff(person) if track == Track::Belgica || person.community == Some(community) => Verdict::Allow,
        Actor::Staff(_) => Verdict::Hide,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("assignments are made by staff")
        }
    }
}

/// For whose applications the caller speaks of a juror: staff for those of their community and for Belgica, which is
/// shared (Q15); a juror for all, which is `None`.
pub fn office(actor: &Actor) -> Result<Option<Community>, Stop> {
    match actor {
        Actor::Staff(person) if person.community.is_none() => {
            Err(Stop::Forbidden("the jury is seated by staff of a community".to_owned()))
        }
        Actor::Staff(person) => Ok(person.community),
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Admin(_) | Actor::Service(_) => Ok(None),
    }
}

/// End an assignment because of a conflict of interest, or because its juror leaves: the juror, and staff who decide who
/// judges the application.
pub fn may_end(actor: &Actor, assignment: &assignment::Model, community: Community, track: Track) -> Verdict {
    match actor {
        Actor::Juror(person) if UserId::from(assignment.juror_id) == person.id => Verdict::Allow,
        Actor::Juror(_) => Verdict::Hide,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Staff(_) | Actor::Admin(_) | Actor::Service(_) => {
            may_assign(actor, community, track)
        }
    }
}

/// Take a conflict of interest back: who said so. What is known of a juror anyhow, staff take back for applications that
/// are all theirs; that is asked beside this.
pub fn may_withdraw(actor: &Actor, conflict: &conflict_of_interest::Model) -> Verdict {
    let is_declared = conflict.kind == ConflictKind::Declared;
    match actor {
        Actor::Juror(person) if UserId::from(conflict.juror_id) != person.id => Verdict::Hide,
        Actor::Juror(_) if is_declared => Verdict::Allow,
        Actor::Juror(_) => Verdict::Refuse("a juror withdraws what the juror declared; staff withdraw the rest"),
        Actor::Staff(_) if is_declared => Verdict::Refuse("what a juror declared, the juror withdraws"),
        Actor::Staff(person) if conflict.told_by.is_none() || conflict.told_by == person.community => Verdict::Allow,
        Actor::Staff(_) => Verdict::Refuse("a conflict is withdrawn by staff of the community that recorded it"),
        Actor::Anonymous | Actor::Teacher(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("a conflict is withdrawn by who declared or recorded it")
        }
    }
}

/// Plan who judges what: staff, each for their community; Belgica is shared by all (Q15). Gives the community whose
/// applications are planned.
pub fn planned_community(actor: &Actor, track: Track) -> Result<Option<Community>, Stop> {
    may_seat(actor).heed()?;
    let own = actor.person().and_then(|person| person.community);
    match (track, own) {
        (Track::Belgica, _) => Ok(None),
        (Track::Nql, Some(own)) => Ok(Some(own)),
        (Track::Nql, None) => Err(Stop::Forbidden("the jury is seated by staff of a community".to_owned())),
    }
}

/// Look at a plan and carry it out: the same. `community` is that of the plan.
pub fn may_plan(actor: &Actor, community: Option<Community>) -> Verdict {
    match actor {
        Actor::Staff(person) if community.is_none() || person.community == community => Verdict::Allow,
        Actor::Staff(_) => Verdict::Hide,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("the jury is seated by staff")
        }
    }
}

/// Say what a juror takes on, knows and when the juror is away, which counts for all who ask the juror: the juror, and staff
/// of the office that made the account; of one that no office made, all staff.
pub fn may_change_profile(actor: &Actor, juror: JurorId, made_by: Option<Community>) -> Verdict {
    match actor {
        Actor::Staff(person) if made_by.is_some() && made_by != person.community => {
            Verdict::Refuse("this profile is kept by the juror and by the office that made the account")
        }
        Actor::Anonymous
        | Actor::Teacher(_)
        | Actor::Juror(_)
        | Actor::Staff(_)
        | Actor::Admin(_)
        | Actor::Service(_) => may_keep_profile(actor, juror),
    }
}

/// Keep what is known of a juror: staff, and she herself.
pub fn may_keep_profile(actor: &Actor, juror: JurorId) -> Verdict {
    match actor {
        Actor::Staff(_) => Verdict::Allow,
        Actor::Juror(person) if JurorId::from(person.id) == juror => Verdict::Allow,
        Actor::Juror(_) => Verdict::Hide,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("a juror's profile is kept by herself and by staff")
        }
    }
}

/// Say something of a juror at all: staff and jurors.
pub fn may_answer_for_jurors(actor: &Actor) -> Verdict {
    match actor {
        Actor::Staff(_) | Actor::Juror(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("a juror's profile is kept by herself and by staff")
        }
    }
}

/// Answer an assignment: the juror who is asked.
pub fn may_answer(actor: &Actor, assignment: &assignment::Model) -> Verdict {
    let is_known = !matches!(assignment.state, AssignmentState::Proposed | AssignmentState::Revoked);
    match actor {
        Actor::Juror(person) if UserId::from(assignment.juror_id) == person.id && is_known => Verdict::Allow,
        Actor::Juror(_) => Verdict::Hide,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Staff(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("an assignment is answered by its juror")
        }
    }
}

/// Declare a conflict of interest of one's own.
pub fn may_declare(actor: &Actor) -> Verdict {
    match actor {
        Actor::Juror(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Staff(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("jurors declare their own conflicts; staff record them")
        }
    }
}
