//! Who may seat a jury, and who may answer.

use entity::kinds::{Community, Role, Track};

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

/// For whose applications the caller speaks of a juror: staff for those of their community and for Belgica, which is
/// shared (Q15); a juror for all, which is `None`.
pub fn office(actor: &Actor) -> Result<Option<Community>, Stop> {
    match actor {
        Actor::Staff(person) if person.community.is_none() => {
            Err(Stop::forbidden("the jury is seated by staff of a community"))
        }
        Actor::Staff(person) => Ok(person.community),
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Admin(_) | Actor::Service(_) => Ok(None),
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
        (Track::Nql, None) => Err(Stop::forbidden("the jury is seated by staff of a community")),
    }
}
