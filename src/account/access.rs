//! Who may make users.

use entity::{
    ids::UserId,
    kinds::{Community, Role},
};

use super::rules::Account;
use crate::auth::{Actor, Verdict};

/// Make a user with these roles. Staff make teachers and jurors; admins make all but jurors: who runs the
/// system must not be able to seat himself in the jury.
pub fn may_create(actor: &Actor, roles: &[Role]) -> Verdict {
    let within = |mine: &[Role]| roles.iter().all(|role| mine.contains(role));
    match actor {
        Actor::Staff(_) if within(&[Role::Teacher, Role::Juror]) => Verdict::Allow,
        Actor::Staff(_) => Verdict::Refuse("staff make teachers and jurors only"),
        Actor::Admin(_) if within(&[Role::Teacher, Role::Staff, Role::Admin, Role::Service]) => Verdict::Allow,
        Actor::Admin(_) => Verdict::Refuse("jurors are invited by staff"),
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Service(_) => {
            Verdict::Refuse("users are made by staff")
        }
    }
}

/// Say what one is called: people, for themselves.
pub fn may_keep_profile(actor: &Actor) -> Verdict {
    match actor {
        Actor::Teacher(_) | Actor::Juror(_) | Actor::Staff(_) | Actor::Admin(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Service(_) => Verdict::Refuse("people say themselves what they are called"),
    }
}

/// Make the first user. Nobody can be signed in yet.
pub fn may_found(actor: &Actor) -> Verdict {
    match actor {
        Actor::Anonymous => Verdict::Allow,
        Actor::Teacher(_) | Actor::Juror(_) | Actor::Staff(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("the first user is made from the command line")
        }
    }
}

/// Give something to an account that was found by its address: a role, a place in a project, a registration. Staff may
/// for who works in their community today, and for an account that their own office made and nobody else knows. To
/// them it makes no difference why not: whose account it is stays unsaid.
pub fn may_bind(actor: &Actor, account: &Account) -> Verdict {
    match actor {
        Actor::Staff(person) if !account.has_an_office() => {
            let works_here = |office| account.ties_for(office).any(|tie| tie.lasts);
            match person.community {
                Some(office) if works_here(office) || account.belongs_to(office) => Verdict::Allow,
                Some(_) | None => Verdict::Hide,
            }
        }
        Actor::Staff(_) => Verdict::Hide,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("accounts are bound by staff")
        }
    }
}

/// Ask somebody whether they work at a school: staff of its community.
pub fn may_invite_to(actor: &Actor, community: Community) -> Verdict {
    match actor {
        Actor::Staff(person) if person.community == Some(community) => Verdict::Allow,
        Actor::Staff(_) => Verdict::Refuse("this school is looked after by the staff of its community"),
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("staff ask where somebody works")
        }
    }
}

/// Answer that: whom it is about.
pub fn may_answer_invitation(actor: &Actor, asked: UserId) -> Verdict {
    match actor {
        Actor::Teacher(_) | Actor::Juror(_) if actor.is(asked) => Verdict::Allow,
        Actor::Teacher(_) | Actor::Juror(_) => Verdict::Hide,
        Actor::Anonymous | Actor::Staff(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("teachers and jurors say themselves where they work")
        }
    }
}

#[cfg(test)]
mod tests {
    use entity::kinds::Kind;

    use super::*;
    use crate::{account::rules::Tie, auth::Person};

    fn actor(role: Role) -> Actor {
        let community = (role == Role::Staff).then_some(Community::Vl);
        let person = Person { id: UserId(uuid::Uuid::nil()), community, access_version: 1, roles: vec![role] };
        Actor::new(person, role).unwrap()
    }

    fn account(made_by: Option<Community>, ties: &[(Community, Option<Community>, bool)]) -> Account {
        let tie = |(community, made_by, lasts): &(Community, Option<Community>, bool)| Tie {
            community: *community,
            made_by: *made_by,
            lasts: *lasts,
        };
        let ties = ties.iter().map(tie).collect();
        Account { id: UserId(uuid::Uuid::from_u128(1)), roles: vec![Role::Teacher], made_by, ties }
    }

    #[test]
    fn staff_bind_who_works_in_their_community_by_more_than_their_own_word() {
        use Community::{Dg, Vl};
        for (known, expected) in [
            (account(None, &[(Vl, None, true)]), Verdict::Allow),
            (account(Some(Dg), &[(Vl, Some(Dg), true)]), Verdict::Allow),
            (account(None, &[(Vl, None, false)]), Verdict::Hide),
            (account(None, &[(Dg, None, true)]), Verdict::Hide),
            (account(None, &[]), Verdict::Hide),
            (account(None, &[(Vl, Some(Vl), true)]), Verdict::Hide),
            (account(Some(Dg), &[(Dg, Some(Dg), true), (Vl, Some(Vl), true)]), Verdict::Hide),
            (account(Some(Vl), &[]), Verdict::Allow),
            (account(Some(Vl), &[(Vl, Some(Vl), true)]), Verdict::Allow),
            (account(Some(Vl), &[(Dg, Some(Vl), true)]), Verdict::Allow),
            (account(Some(Vl), &[(Vl, Some(Vl), false), (Dg, Some(Dg), true)]), Verdict::Hide),
        ] {
            assert_eq!(may_bind(&actor(Role::Staff), &known), expected, "{known:?}");
        }
    }

    #[test]
    fn nobody_binds_an_account_with_an_office_and_nobody_but_staff_binds() {
        let works_here = account(None, &[(Community::Vl, None, true)]);
        for role in [Role::Staff, Role::Admin, Role::Service] {
            let office = Account { roles: vec![Role::Teacher, role], ..works_here.clone() };
            assert_eq!(may_bind(&actor(Role::Staff), &office), Verdict::Hide, "{role:?}");
        }
        for (role, word, _) in Role::VALUES {
            let binds = may_bind(&actor(*role), &works_here) == Verdict::Allow;
            assert_eq!(binds, *role == Role::Staff, "{word}");
        }
    }
}
