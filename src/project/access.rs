//! Who may enter projects and change them.

use entity::{
    ids::UserId,
    kinds::{Community, MemberRole, Track},
};

use crate::{
    account::{Account, access::may_bind},
    auth::{Actor, Verdict},
};

/// What a caller has to do with a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The caller's part in it; none for who takes no part.
    pub role: Option<MemberRole>,
    /// Whether the caller works today at one of its schools.
    pub works_there: bool,
    /// The label it goes for.
    pub track: Option<Track>,
    /// The communities of its schools.
    pub communities: Vec<Community>,
}

/// Enter a project: teachers.
pub fn may_create(actor: &Actor) -> Verdict {
    match actor {
        Actor::Teacher(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Juror(_) | Actor::Staff(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("projects are entered by teachers")
        }
    }
}

/// Enter a project that a teacher told of elsewhere, and let her take part: staff.
pub fn may_enter_for(actor: &Actor) -> Verdict {
    match actor {
        Actor::Staff(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("staff enter what teachers told elsewhere")
        }
    }
}

/// Change a project: its teachers, and staff of a community that takes part, unless they are of its teachers or schools
/// themselves. For others it does not exist.
pub fn may_change(actor: &Actor, standing: &Standing) -> Verdict {
    match actor {
        Actor::Teacher(_) if standing.role.is_some() => Verdict::Allow,
        Actor::Staff(person) if is_shared_with(standing, person.community) => match standing.role {
            None if standing.works_there => {
                Verdict::Refuse("you work at a school of this project: somebody else must do this")
            }
            None => Verdict::Allow,
            Some(_) => Verdict::Refuse("you take part in this project: act as a teacher, or let somebody else do this"),
        },
        Actor::Teacher(_) | Actor::Staff(_) => Verdict::Hide,
        Actor::Anonymous | Actor::Juror(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("projects are changed by their teachers and by staff")
        }
    }
}

/// Let a teacher take part: those who started the project, and staff.
pub fn may_add_member(actor: &Actor, standing: &Standing) -> Verdict {
    founders_may(actor, standing, "founders of the project add members")
}

/// Let this teacher take part: those who started the project choose for themselves, staff whom they may bind.
pub fn may_seat(actor: &Actor, teacher: &Account) -> Verdict {
    match actor {
        Actor::Teacher(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Juror(_) | Actor::Staff(_) | Actor::Admin(_) | Actor::Service(_) => {
            may_bind(actor, teacher)
        }
    }
}

/// Correct a project, and take schools and teachers out of it: those who started it, and staff.
pub fn may_correct(actor: &Actor, standing: &Standing) -> Verdict {
    founders_may(actor, standing, "founders of the project correct it")
}

/// Take a teacher out of a project: herself whoever takes part, others those who started it, and staff.
pub fn may_remove_member(actor: &Actor, standing: &Standing, member: UserId) -> Verdict {
    if actor.is(member) { may_change(actor, standing) } else { may_correct(actor, standing) }
}

/// Say which label a project goes for where its founders do not: staff of a community that takes part (Q13).
pub fn may_override_track(actor: &Actor, standing: &Standing) -> Verdict {
    match actor {
        Actor::Staff(_) => may_change(actor, standing),
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("the label follows from the founders; staff decide otherwise")
        }
    }
}

/// Free the address of a project: staff of a community that takes part.
pub fn may_free_address(actor: &Actor, standing: &Standing) -> Verdict {
    match actor {
        Actor::Staff(_) => may_change(actor, standing),
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("staff free an address")
        }
    }
}

/// Ask which label schools would make a project go for: teachers and staff.
pub fn may_preview_track(actor: &Actor) -> Verdict {
    match actor {
        Actor::Teacher(_) | Actor::Staff(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Juror(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("teachers and staff ask for a label")
        }
    }
}

fn founders_may(actor: &Actor, standing: &Standing, why: &'static str) -> Verdict {
    match (actor, standing.role) {
        (Actor::Teacher(_), Some(MemberRole::Partner)) => Verdict::Refuse(why),
        (
            Actor::Anonymous
            | Actor::Teacher(_)
            | Actor::Juror(_)
            | Actor::Staff(_)
            | Actor::Admin(_)
            | Actor::Service(_),
            Some(MemberRole::Founder | MemberRole::Partner) | None,
        ) => may_change(actor, standing),
    }
}

/// Staff work with the projects of their community, and with Belgica, which the communities share (Q15).
fn is_shared_with(standing: &Standing, community: Option<Community>) -> bool {
    standing.track == Some(Track::Belgica) || community.is_some_and(|mine| standing.communities.contains(&mine))
}

#[cfg(test)]
mod tests {
    use entity::kinds::Role;

    use super::*;
    use crate::auth::Person;

    fn actor(role: Role) -> Actor {
        let community = (role == Role::Staff).then_some(Community::Vl);
        let person = Person { id: UserId(uuid::Uuid::nil()), community, access_version: 1, roles: vec![role] };
        Actor::new(person, role).unwrap()
    }

    fn standing(role: Option<MemberRole>, track: Option<Track>, community: Community) -> Standing {
        Standing { role, works_there: false, track, communities: vec![community, Community::Foreign] }
    }

    #[test]
    fn a_project_does_not_exist_for_teachers_outside_it() {
        let outside = standing(None, Some(Track::Belgica), Community::Vl);
        assert_eq!(may_change(&actor(Role::Teacher), &outside), Verdict::Hide);
        assert_eq!(may_add_member(&actor(Role::Teacher), &outside), Verdict::Hide);
    }

    #[test]
    fn partners_change_a_project_and_founders_add_members_too() {
        for (role, adds) in [
            (MemberRole::Founder, Verdict::Allow),
            (MemberRole::Partner, Verdict::Refuse("founders of the project add members")),
        ] {
            let inside = standing(Some(role), None, Community::Vl);
            assert_eq!(may_change(&actor(Role::Teacher), &inside), Verdict::Allow);
            assert_eq!(may_add_member(&actor(Role::Teacher), &inside), adds);
        }
    }

    #[test]
    fn a_partner_leaves_and_takes_nobody_else_out() {
        let inside = standing(Some(MemberRole::Partner), None, Community::Vl);
        let (herself, other) = (UserId(uuid::Uuid::nil()), UserId(uuid::Uuid::from_u128(1)));
        assert_eq!(may_remove_member(&actor(Role::Teacher), &inside, herself), Verdict::Allow);
        assert!(matches!(may_remove_member(&actor(Role::Teacher), &inside, other), Verdict::Refuse(_)));
        let founder = standing(Some(MemberRole::Founder), None, Community::Vl);
        assert_eq!(may_remove_member(&actor(Role::Teacher), &founder, other), Verdict::Allow);
        let outside = standing(None, None, Community::Vl);
        assert_eq!(may_remove_member(&actor(Role::Teacher), &outside, herself), Verdict::Hide);
    }

    #[test]
    fn only_staff_decide_on_another_label() {
        let of_vl = standing(None, None, Community::Vl);
        assert_eq!(may_override_track(&actor(Role::Staff), &of_vl), Verdict::Allow);
        let own = standing(Some(MemberRole::Founder), None, Community::Vl);
        assert!(matches!(may_override_track(&actor(Role::Staff), &own), Verdict::Refuse(_)));
        let of_fwb = standing(None, None, Community::Fwb);
        assert_eq!(may_override_track(&actor(Role::Staff), &of_fwb), Verdict::Hide);
        for role in [Role::Teacher, Role::Juror, Role::Admin, Role::Service] {
            assert!(matches!(may_override_track(&actor(role), &of_vl), Verdict::Refuse(_)), "{role:?}");
        }
    }

    #[test]
    fn staff_change_projects_of_their_community_and_of_belgica() {
        let staff = actor(Role::Staff);
        assert_eq!(may_change(&staff, &standing(None, Some(Track::Nql), Community::Vl)), Verdict::Allow);
        assert_eq!(may_change(&staff, &standing(None, Some(Track::Belgica), Community::Fwb)), Verdict::Allow);
        assert_eq!(may_change(&staff, &standing(None, Some(Track::Nql), Community::Fwb)), Verdict::Hide);
    }

    #[test]
    fn staff_change_no_project_of_a_school_where_they_work() {
        let there = Standing { works_there: true, ..standing(None, Some(Track::Belgica), Community::Vl) };
        assert!(matches!(may_change(&actor(Role::Staff), &there), Verdict::Refuse(_)));
        assert!(matches!(may_free_address(&actor(Role::Staff), &there), Verdict::Refuse(_)));
        let teaching = Standing { role: Some(MemberRole::Partner), ..there };
        assert_eq!(may_change(&actor(Role::Teacher), &teaching), Verdict::Allow);
    }

    #[test]
    fn nobody_else_changes_projects() {
        for role in [Role::Juror, Role::Admin, Role::Service] {
            let verdict = may_change(&actor(role), &standing(Some(MemberRole::Founder), None, Community::Vl));
            assert!(matches!(verdict, Verdict::Refuse(_)), "{role:?}");
            assert!(matches!(may_create(&actor(role)), Verdict::Refuse(_)), "{role:?}");
        }
    }
}
