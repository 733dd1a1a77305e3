//! What the API shows of users.

use super::rules::EmailAddress;
use crate::{
    api::object::{Cond, Expr, Object, col, either, exists, via, words},
    auth::Audience,
    object, queries,
};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![User::declare(), SchoolMembership::declare(), SchoolInvitation::declare()]
}

/// Takes part in a project together with the caller.
fn in_my_projects() -> Cond {
    exists(
        "project_member",
        "user_id",
        "id",
        exists("project_member", "project_id", "project_id", col("user_id").is(Expr::Me)),
    )
}

/// Applies with an application that the caller judges.
fn judged_by_me() -> Cond {
    let mine = col("juror_id").is(Expr::Me).and(crate::jury::opens());
    exists("application", "teacher_id", "id", exists("assignment", "application_id", "id", mine))
}

/// A place of employment by which the caller's office may go: what it said itself of an account that it did not make proves
/// nothing to it.
fn that_counts() -> Cond {
    Cond::Or(vec![
        Cond::IsNull(col("made_by_community")),
        !col("made_by_community").is(Expr::MyCommunity),
        via("user_id", "user", "made_by_community").is(Expr::MyCommunity),
    ])
}

/// The caller's office made the account, and nobody else has said anything of it since.
fn of_our_making() -> Cond {
    let by_others = Cond::IsNull(col("made_by_community")).or(!col("made_by_community").is(Expr::MyCommunity));
    col("made_by_community").is(Expr::MyCommunity).and(!exists("school_membership", "user_id", "id", by_others))
}

/// Belongs to the part of the world that the caller's community works with.
fn of_my_community() -> Cond {
    let colleague = exists("user_role", "user_id", "id", col("role").one_of(&["STAFF", "JUROR"]));
    let of_ours = via("school_id", "school", "community").is(Expr::MyCommunity).and(that_counts());
    let at_our_school = exists("school_membership", "user_id", "id", of_ours);
    let in_belgica =
        exists("project_member", "user_id", "id", via("project_id", "project", "track").is_word("BELGICA"));
    Cond::Or(vec![colleague, of_our_making(), at_our_school, in_belgica])
}

/// The role in which the caller acts.
fn acting() -> Expr {
    let role = |audience, word, otherwise| Expr::For {
        audiences: audience,
        then: Box::new(Expr::Word(word)),
        otherwise: Box::new(otherwise),
    };
    let rest = role(&[Audience::Admin], "ADMIN", Expr::Word("SERVICE"));
    let rest = role(&[Audience::Juror], "JUROR", role(&[Audience::Staff], "STAFF", rest));
    role(&[Audience::Teacher], "TEACHER", rest)
}

/// A value of the caller's own row; null of any other.
fn of_me(value: impl Into<Expr>) -> Expr {
    either(col("id").is(Expr::Me), value, Expr::Null)
}

fn roles() -> Expr {
    words("user_role", "user_id", "role")
}

object! {
    /// Somebody who can sign in. Teachers see themselves and the teachers of their projects; jurors see themselves
    /// and the applicants whose applications they judge.
    User("user") from "user"
    rows {
        Teacher => col("id").is(Expr::Me).or(in_my_projects());
        Juror => col("id").is(Expr::Me).or(judged_by_me());
        Staff => col("id").is(Expr::Me).or(of_my_community());
        Admin => Cond::Always;
        Service => col("id").is(Expr::Me);
    }
    writes user {
        /// Decide who signs in, as what and by which account of a provider, and which keys a program has; erase somebody.
        ADMINISTER { Admin => Cond::Always; };
    }
    fields {
        /// Name, as other users see it.
        name: "String!" [SignedIn] = value("name");
        /// Mail address. Teachers and jurors see only their own; null for other users.
        email: "String" [SignedIn] = value(Expr::For {
            audiences: &[Audience::Staff, Audience::Admin],
            then: Box::new(col("email")),
            otherwise: Box::new(of_me("email")),
        });
        /// Language of mails and messages: `nl`, `fr`, `de` or `en`. Teachers and jurors see only their own; null for other
        /// users.
        locale: "String" [SignedIn] = value(Expr::For {
            audiences: &[Audience::Staff, Audience::Admin],
            then: Box::new(col("locale")),
            otherwise: Box::new(of_me("locale")),
        });
        /// The role in which the caller acts now, of those in `roles`; null for other users.
        actingRole: "Role" [SignedIn] = value(of_me(acting()));
        /// Whether the caller has a password; without one, the caller signs in with links or a provider. Null for other
        /// users.
        hasPassword: "Boolean" [SignedIn] =
            value(of_me(Expr::Holds(Box::new(exists("credential", "user_id", "id", Cond::Always)))));
        /// What is known of the user as a juror; null if the user is no juror, or if the caller may not see this juror.
        juror: "Juror" [Juror, Staff, Admin] = one("id");
        /// Community that a member of staff works for; null for others.
        community: "Community" [Staff, Admin] = value("community");
        /// Whether the user may sign in.
        status: "UserStatus!" [Staff, Admin] = value("status");
        /// When the data of the user were erased; the row then names nobody. Null if they were not erased.
        erasedAt: "DateTime" [Staff, Admin] = value("erased_at");
        /// Roles of the user. Teachers and jurors see only their own; null for other users.
        roles: "[Role!]" [SignedIn] = value(Expr::For {
            audiences: &[Audience::Staff, Audience::Admin],
            then: Box::new(roles()),
            otherwise: Box::new(of_me(roles())),
        });
        /// When it was created.
        createdAt: "DateTime!" [Staff, Admin] = value("created_at");
        /// When it last changed.
        updatedAt: "DateTime!" [Staff, Admin] = value("updated_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Staff, Admin] = value("version");
        /// Schools where the user works or worked.
        schools: "[SchoolMembership!]!" [Teacher, Juror, Staff, Admin] = many("user_id", "from_on");
        /// Open questions to the caller whether the caller works at a school; answer with `answerSchoolInvitation`.
        /// Always empty for other users.
        schoolInvitations: "[SchoolInvitation!]!" [Teacher, Juror] = many("user_id", "asked_at");
        /// Accounts of identity providers that can sign the user in. Only admins see those of other users.
        externalIdentities: "[ExternalIdentity!]!" [Teacher, Juror, Staff, Admin] = many("user_id", "linked_at");
    }
    filters {
        /// The mail address.
        email: "String" [Staff, Admin] = FilterOn::Value(col("email"));
        /// The name.
        name: "String" [Staff, Admin] = FilterOn::Value(col("name"));
        /// A role of the user.
        role: "Role" [Staff, Admin] = FilterOn::Any { table: "user_role", column: "user_id", expr: col("role") };
    }
    orders {
        /// The name.
        NAME: "String" Asc [SignedIn] = col("name");
    }
}

object! {
    /// A period in which somebody works or worked at a school. Teachers and jurors see only their own.
    SchoolMembership("school_membership") from "school_membership"
    rows {
        Teacher => mine("user_id");
        Juror => mine("user_id");
        Staff => belongs_to("User", "user_id");
        Admin => Cond::Always;
    }
    fields {
        /// The school. Null if the caller may not see it.
        school: "School" [Teacher, Juror, Staff, Admin] = one("school_id");
        /// First day.
        fromOn: "Date!" [Teacher, Juror, Staff, Admin] = value("from_on");
        /// Last day; null while the person works there.
        toOn: "Date" [Teacher, Juror, Staff, Admin] = value("to_on");
    }
}

object! {
    /// Staff of a community ask whether the caller works at a school. The caller can answer with
    /// `answerSchoolInvitation` for 90 days.
    SchoolInvitation("school_invitation") from "school_invitation"
    rows {
        Teacher => mine("user_id");
        Juror => mine("user_id");
    }
    writes school_invitation {
        /// Answer it.
        ANSWER { Teacher => mine("user_id"); Juror => mine("user_id"); };
    }
    fields {
        /// The school. Null if the caller may not see it.
        school: "School" [Teacher, Juror] = one("school_id");
        /// First day at the school, as staff say.
        fromOn: "Date!" [Teacher, Juror] = value("from_on");
        /// The community whose staff ask.
        community: "Community!" [Teacher, Juror] = value("made_by_community");
        /// When staff asked.
        askedAt: "DateTime!" [Teacher, Juror] = value("asked_at");
    }
}

queries! {
    /// The user who is signed in; null if nobody is.
    viewer: "User" [SignedIn] = RootSource::First { when: col("id").is(Expr::Me), order: ("name", Direction::Asc) };
    /// The user with a mail address; null if there is none that the caller may see.
    userOf: "User" [Staff, Admin] = RootSource::Chosen {
        by: vec![typed("email", "email", |text| Some(text.parse::<EmailAddress>().ok()?.into()))],
    };
    /// Users, by name.
    users: "User" [Staff, Admin] = RootSource::Page { when: Cond::Always, by: Vec::new() };
}
