//! Who may hand out, erase, and clear up.

use entity::{
    ids::UserId,
    kinds::{Community, Role},
};

use crate::auth::{Actor, Verdict};

/// Whose data it is.
#[derive(Clone, Debug)]
pub struct Subject {
    /// Who.
    pub id: UserId,
    /// What she may act as.
    pub roles: Vec<Role>,
    /// The communities whose offices may go by a school where she works or worked.
    pub communities: Vec<Community>,
    /// Whether she asked staff for an export a short while ago.
    pub asks: bool,
}

/// Export what there is of a person: she herself in whatever role, staff for the teachers of their community, admins for
/// everybody. Of jurors and colleagues staff get nothing: what these wrote is also about applications of other communities.
pub fn may_export(actor: &Actor, subject: &Subject) -> Verdict {
    if !matches!(actor, Actor::Service(_)) && actor.is(subject.id) {
        return Verdict::Allow;
    }
    let is_teacher = subject.roles.iter().all(|role| *role == Role::Teacher);
    match actor {
        Actor::Admin(_) => Verdict::Allow,
        Actor::Staff(person)
            if is_teacher && person.community.is_some_and(|community| subject.communities.contains(&community)) =>
        {
            Verdict::Allow
        }
        Actor::Staff(_) | Actor::Teacher(_) | Actor::Juror(_) => Verdict::Hide,
        Actor::Anonymous | Actor::Service(_) => Verdict::Refuse("personal data are for the person whom they are about"),
    }
}

/// Export what somebody is writing and has not handed in: who writes it, and staff while the writer asks for it. An admin,
/// who breaks the glass with a reason, gets it too.
pub fn may_export_drafts(actor: &Actor, subject: &Subject) -> Verdict {
    match actor {
        Actor::Staff(_) if !actor.is(subject.id) && !subject.asks => {
            Verdict::Refuse("a draft is its writer's own: staff export it when the writer asks")
        }
        Actor::Anonymous
        | Actor::Teacher(_)
        | Actor::Juror(_)
        | Actor::Staff(_)
        | Actor::Admin(_)
        | Actor::Service(_) => may_export(actor, subject),
    }
}

/// Ask staff for an export: people.
pub fn may_request(actor: &Actor) -> Verdict {
    match actor {
        Actor::Teacher(_) | Actor::Juror(_) | Actor::Staff(_) | Actor::Admin(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Service(_) => Verdict::Refuse("personal data are for the person whom they are about"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::Person;

    fn user(id: u128) -> UserId {
        UserId(uuid::Uuid::from_u128(id))
    }

    fn actor(role: Role, id: u128) -> Actor {
        let community = (role == Role::Staff).then_some(Community::Vl);
        Actor::new(Person { id: user(id), community, access_version: 1, roles: vec![role] }, role).unwrap()
    }

    #[test]
    fn everybody_gets_her_own_and_staff_those_of_the_teachers_of_their_community() {
        let subject = |roles: &[Role], communities: &[Community]| Subject {
            id: user(1),
            roles: roles.to_vec(),
            communities: communities.to_vec(),
            asks: false,
        };
        let flemish = subject(&[Role::Teacher], &[Community::Dg, Community::Vl]);
        for role in [Role::Teacher, Role::Juror, Role::Staff, Role::Admin] {
            assert_eq!(may_export(&actor(role, 1), &flemish), Verdict::Allow, "{role:?}");
        }
        assert!(matches!(may_export(&actor(Role::Service, 1), &flemish), Verdict::Refuse(_)));
        assert!(matches!(may_export(&Actor::Anonymous, &flemish), Verdict::Refuse(_)));
        for role in [Role::Teacher, Role::Juror] {
            assert_eq!(may_export(&actor(role, 2), &flemish), Verdict::Hide, "{role:?}");
        }
        let (staff, admin) = (actor(Role::Staff, 2), actor(Role::Admin, 2));
        for (roles, communities, expected) in [
            (&[Role::Teacher][..], &[Community::Vl][..], Verdict::Allow),
            (&[Role::Teacher], &[Community::Dg], Verdict::Hide),
            (&[Role::Teacher], &[], Verdict::Hide),
            (&[Role::Teacher, Role::Juror], &[Community::Vl], Verdict::Hide),
            (&[Role::Juror], &[Community::Vl], Verdict::Hide),
            (&[Role::Staff], &[Community::Vl], Verdict::Hide),
        ] {
            let subject = subject(roles, communities);
            assert_eq!(may_export(&staff, &subject), expected, "{subject:?}");
            assert_ne!(may_export_drafts(&staff, &subject), Verdict::Allow, "{subject:?}");
            let asking = Subject { asks: true, ..subject.clone() };
            assert_eq!(may_export_drafts(&staff, &asking), expected, "{subject:?}");
            assert_eq!(may_export(&admin, &subject), Verdict::Allow, "{subject:?}");
        }
    }
}
