//! Who may register, apply, review and admit.

use entity::{
    ids::UserId,
    kinds::{CampaignStatus, Community, MemberRole, Track},
};

use crate::auth::{Actor, Verdict};

/// Register a project: a teacher who takes part in it, for a campaign that she knows of (INV-07).
pub fn may_register(actor: &Actor, role: Option<MemberRole>, status: CampaignStatus) -> Verdict {
    match actor {
        Actor::Teacher(_) if role.is_some() && status != CampaignStatus::Draft => Verdict::Allow,
        Actor::Teacher(_) => Verdict::Hide,
        Actor::Anonymous | Actor::Juror(_) | Actor::Staff(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("teachers register for themselves")
        }
    }
}

/// Write a registration or an application: its teacher, nobody else (R74, INV-07).
pub fn may_write(actor: &Actor, teacher: UserId) -> Verdict {
    match actor {
        Actor::Teacher(person) if person.id == teacher => Verdict::Allow,
        Actor::Teacher(_) => Verdict::Hide,
        Actor::Anonymous | Actor::Juror(_) | Actor::Staff(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("an application is written by its teacher")
        }
    }
}

/// Review a registration, or decide whether an application goes to the jury: staff of its community; Belgica is
/// shared by all communities (Q15).
pub fn may_review(actor: &Actor, community: Community, track: Track) -> Verdict {
    match actor {
        Actor::Staff(person) if track == Track::Belgica || person.community == Some(community) => Verdict::Allow,
        Actor::Staff(_) => Verdict::Hide,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("registrations and applications are reviewed by staff")
        }
    }
}

/// Run the period, such as reminding people or admitting many applications at once: staff, each for what they may
/// review.
pub fn may_run_period(actor: &Actor) -> Verdict {
    match actor {
        Actor::Staff(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("applications are looked after by staff")
        }
    }
}

/// Try other rules on the registrations of a campaign: staff and admins.
pub fn may_screen(actor: &Actor) -> Verdict {
    match actor {
        Actor::Staff(_) | Actor::Admin(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Service(_) => {
            Verdict::Refuse("rules are tried by staff")
        }
    }
}

/// See what other rules would make of a registration: staff of those that they review, admins of all.
pub fn may_see_screened(actor: &Actor, community: Community, track: Track) -> Verdict {
    match actor {
        Actor::Admin(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Staff(_) | Actor::Service(_) => {
            may_review(actor, community, track)
        }
    }
}

/// Compare the texts of applications that one reviews: staff, and nobody else ever (F6, INV-22, INV-33).
pub fn may_compare(actor: &Actor) -> Verdict {
    match actor {
        Actor::Staff(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("applications are compared by staff")
        }
    }
}

/// Note that the form on ESEP was sent: its teacher, and the staff who review it (R65).
pub fn may_record_esep(actor: &Actor, teacher: UserId, community: Community, track: Track) -> Verdict {
    match actor {
        Actor::Teacher(_) => may_write(actor, teacher),
        Actor::Anonymous | Actor::Juror(_) | Actor::Staff(_) | Actor::Admin(_) | Actor::Service(_) => {
            may_review(actor, community, track)
        }
    }
}

#[cfg(test)]
mod tests {
    use entity::kinds::{Kind, Role};

    use super::*;
    use crate::auth::Person;

    fn actor(role: Role, id: u128) -> Actor {
        let community = (role == Role::Staff).then_some(Community::Vl);
        let person = Person { id: user(id), community, access_version: 1, roles: vec![role] };
        Actor::new(person, role).unwrap()
    }

    fn user(id: u128) -> UserId {
        UserId(uuid::Uuid::from_u128(id))
    }

    #[test]
    fn only_the_teacher_herself_writes() {
        assert_eq!(may_write(&actor(Role::Teacher, 1), user(1)), Verdict::Allow);
        assert_eq!(may_write(&actor(Role::Teacher, 2), user(1)), Verdict::Hide);
        for role in [Role::Juror, Role::Staff, Role::Admin, Role::Service] {
            assert!(matches!(may_write(&actor(role, 1), user(1)), Verdict::Refuse(_)), "{role:?}");
        }
        assert!(matches!(may_write(&Actor::Anonymous, user(1)), Verdict::Refuse(_)));
    }

    #[test]
    fn a_member_registers_for_every_campaign_but_a_draft() {
        let teacher = actor(Role::Teacher, 1);
        for (status, ..) in CampaignStatus::VALUES {
            let known = *status != CampaignStatus::Draft;
            let expected = if known { Verdict::Allow } else { Verdict::Hide };
            assert_eq!(may_register(&teacher, Some(MemberRole::Partner), *status), expected, "{status:?}");
            assert_eq!(may_register(&teacher, None, *status), Verdict::Hide, "{status:?}");
        }
        let staff = may_register(&actor(Role::Staff, 1), Some(MemberRole::Founder), CampaignStatus::Open);
        assert!(matches!(staff, Verdict::Refuse(_)));
    }

    #[test]
    fn staff_review_what_is_of_their_community_or_of_belgica() {
        let staff = actor(Role::Staff, 1);
        for (community, track, expected) in [
            (Community::Vl, Track::Nql, Verdict::Allow),
            (Community::Fwb, Track::Nql, Verdict::Hide),
            (Community::Dg, Track::Nql, Verdict::Hide),
            (Community::Fwb, Track::Belgica, Verdict::Allow),
        ] {
            assert_eq!(may_review(&staff, community, track), expected, "{community:?} {track:?}");
            assert_eq!(may_record_esep(&staff, user(9), community, track), expected, "{community:?} {track:?}");
        }
        for role in [Role::Teacher, Role::Juror, Role::Admin, Role::Service] {
            let verdict = may_review(&actor(role, 1), Community::Vl, Track::Belgica);
            assert!(matches!(verdict, Verdict::Refuse(_)), "{role:?}");
        }
        let (own, other) = (actor(Role::Teacher, 9), actor(Role::Teacher, 8));
        assert_eq!(may_record_esep(&own, user(9), Community::Fwb, Track::Nql), Verdict::Allow);
        assert_eq!(may_record_esep(&other, user(9), Community::Fwb, Track::Belgica), Verdict::Hide);
    }
}
