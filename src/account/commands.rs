//! What can happen to a user.

use super::objects::User;
use entity::{
    ids::{SchoolMembershipId, UserId},
    kinds::{Community, Kind, MessageTemplate, Role, UserStatus},
    user,
};
use serde_json::json;

use super::{
    ChangeRolesInput, CreateUserInput, EmailAddress, LockUserInput, UnlockUserInput, UpdateProfileInput, access,
    rules::is_more_than_a_program, store,
};
use crate::{
    clock::day_of,
    fold::key,
    notification::{self, Mail},
    refusals,
    stop::{Answer, Stop, reasons},
    text,
    wording::{Unfit, unfit_name},
    work::Work,
};

refusals! {
    /// Why a user cannot be made.
    CreateUserRefusal {
        /// Not an e-mail address.
        NotAnEmail "NOT_AN_EMAIL" on ["email"] = "this is not an e-mail address";
        /// Another user has this address.
        EmailTaken "EMAIL_TAKEN" on ["email"] = "there is already a user with this address";
        /// The name is empty.
        NameMissing "NAME_MISSING" on ["name"] = "give a name";
        /// The name is too long, or contains a web or mail address or invisible characters.
        NameUnfit { why: Unfit } "NAME_UNFIT" on ["name"] = "the name {why}";
        /// The system does not have this language.
        UnknownLocale "UNKNOWN_LOCALE" on ["locale"] = "choose Dutch, French, German or English: nl, fr, de or en";
        /// No role was given.
        RolesMissing "ROLES_MISSING" on ["roles"] = "give at least one role";
        /// The role of a program cannot be combined with another role.
        ServiceAlone "SERVICE_ALONE" on ["roles"] = "a program has no other role: give it that role alone";
        /// There is no such school.
        UnknownSchool "UNKNOWN_SCHOOL" on ["schoolId"] = "there is no such school";
        /// Staff must have a Belgian community; all other users must have none.
        CommunityMismatch "COMMUNITY_MISMATCH" on ["community"] = "staff work for one of the Belgian communities, others for none";
    }
}

/// Make a user, and tell her by mail.
pub async fn create(work: &Work, input: CreateUserInput) -> Answer<UserId, CreateUserRefusal> {
    use CreateUserRefusal as Refusal;
    let mut roles: Vec<Role> = input.roles.iter().map(|role| role.0).collect();
    roles.sort_unstable();
    roles.dedup();
    access::may_create(work.actor(), &roles).heed()?;
    let email = input.email.parse::<EmailAddress>();
    let community = input.community.map(|community| community.0);
    let mut refusals = Vec::new();
    if roles.is_empty() {
        refusals.push(Refusal::RolesMissing);
    }
    if is_more_than_a_program(&roles) {
        refusals.push(Refusal::ServiceAlone);
    }
    if input.name.is_empty() {
        refusals.push(Refusal::NameMissing);
    }
    refusals.extend(unfit_name(&input.name).map(|why| Refusal::NameUnfit { why }));
    if !LOCALES.contains(&input.locale.as_str()) {
        refusals.push(Refusal::UnknownLocale);
    }
    if let Some(school) = &input.school_id
        && store::find_school(work, school.0).await?.is_none()
    {
        refusals.push(Refusal::UnknownSchool);
    }
    if roles.contains(&Role::Staff) != community.is_some_and(|community| community != Community::Foreign) {
        refusals.push(Refusal::CommunityMismatch);
    }
    let Ok(email) = email else {
        refusals.push(Refusal::NotAnEmail);
        return Ok(Err(refusals));
    };
    if store::find_by_email(work.tx(), &email).await?.is_some() {
        refusals.push(Refusal::EmailTaken);
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let user = user::Model {
        id: work.id(),
        email: email.into(),
        name_key: key(&input.name),
        name: input.name,
        locale: input.locale,
        community,
        status: UserStatus::Active,
        erased_at: None,
        made_by_community: store::office(work),
        export_asked_at: None,
        access_version: 1,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    let mail = Mail::to(&user, MessageTemplate::Welcome).once_per(user.id).saying(json!({ "name": user.name }));
    let Some(id) = store::insert(work, user, &roles).await? else {
        return Ok(Err(vec![Refusal::EmailTaken]));
    };
    if let Some(school) = input.school_id {
        let since = input.joined_school_on.map_or(day_of(work.now()), |day| day.0);
        store::insert_membership(work, id, school.0, since, None, None).await?;
    }
    notification::enqueue(work, mail).await?;
    work.audit_as("createUser", id).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why a profile is not changed.
    UpdateProfileRefusal {
        /// The name is empty.
        NameMissing "NAME_MISSING" on ["name"] = "give a name";
        /// The name is too long, or contains a web or mail address or invisible characters.
        NameUnfit { why: Unfit } "NAME_UNFIT" on ["name"] = "the name {why}";
        /// The system does not have this language.
        UnknownLocale "UNKNOWN_LOCALE" on ["locale"] = "choose Dutch, French, German or English: nl, fr, de or en";
    }
}

/// Change what one is called, and the language one is written to in.
pub async fn update_profile(work: &Work, input: UpdateProfileInput) -> Answer<UserId, UpdateProfileRefusal> {
    use UpdateProfileRefusal as Refusal;
    access::may_keep_profile(work.actor()).heed()?;
    let user = store::get_locked(work, work.user()?).await?;
    let (id, name) = (user.id, input.name.unwrap_or_else(|| user.name.clone()));
    let locale = input.locale.unwrap_or_else(|| user.locale.clone());
    let mut refusals = reasons([
        (name.is_empty(), Refusal::NameMissing),
        (!LOCALES.contains(&locale.as_str()), Refusal::UnknownLocale),
    ]);
    refusals.extend(unfit_name(&name).map(|why| Refusal::NameUnfit { why }));
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    if (&name, &locale) != (&user.name, &user.locale) {
        store::save_profile(work, user::Model { name, locale, ..user }).await?;
    }
    work.audit(id).await?;
    Ok(Ok(id))
}

/// Languages of mails.
const LOCALES: [&str; 4] = ["nl", "fr", "de", "en"];

/// Give a user one more role; `false` when the user has it. Called by the commands that seat somebody: an account that
/// the caller may not bind stays as it is, and its sessions go on.
pub async fn grant(work: &Work, id: UserId, role: Role) -> Result<bool, Stop> {
    if store::holds(work, id, role).await? {
        return Ok(false);
    }
    let user = store::get_to_bind(work, id).await?;
    access::may_bind(work.actor(), &store::account_of(work, &user).await?).heed()?;
    store::add_role(work, id, role).await?;
    store::save_access(work, user).await?;
    work.audit_as(role.word(), id).await?;
    Ok(true)
}

/// Take back a role that was granted by mistake. The user's sessions and tokens end; the last role stays.
pub async fn take_back_role(work: &Work, id: UserId, role: Role, reason: &str) -> Result<(), Stop> {
    let user = store::get_to_bind(work, id).await?;
    let held = store::roles(work, id).await?;
    if held.len() < 2 || !held.contains(&role) {
        return Ok(());
    }
    store::delete_role(work, id, role).await?;
    store::save_access(work, user).await?;
    work.audit_as_because("takeBackRole", id, Some(reason), Some(json!({ "role": role.word() }))).await
}

refusals! {
    /// Why a user cannot be locked.
    LockUserRefusal {
        VersionConflict;
        /// The caller cannot lock the caller's own account.
        Yourself "YOURSELF" on ["userId"] = "somebody else must do this";
        /// The user is locked already.
        AlreadyLocked "ALREADY_LOCKED" on ["userId"] = "this user is locked already";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
    }
}

/// Keep a user from signing in; her sessions and tokens end at once (C36).
pub async fn lock(work: &Work, input: LockUserInput) -> Answer<UserId, LockUserRefusal> {
    use LockUserRefusal as Refusal;
    let user = work.hold(User::ADMINISTER, input.user_id.0).await?;
    let outdated =
        (user.version != input.expected_version).then_some(Refusal::VersionConflict { current_version: user.version });
    let mut refusals: Vec<Refusal> = outdated.into_iter().collect();
    if work.actor().is(user.id) {
        refusals.push(Refusal::Yourself);
    }
    if user.status == UserStatus::Locked {
        refusals.push(Refusal::AlreadyLocked);
    }
    if input.reason.is_empty() {
        refusals.push(Refusal::ReasonMissing);
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id = user.id;
    store::save_access(work, user::Model { status: UserStatus::Locked, ..user.into_row() }).await?;
    work.audit_because(id, Some(&input.reason), None).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why a user cannot be unlocked.
    UnlockUserRefusal {
        VersionConflict;
        /// The data of the user were erased; the account cannot be used again.
        Erased "ERASED" on ["userId"] = "this person's data were erased";
        /// The user is not locked.
        NotLocked "NOT_LOCKED" on ["userId"] = "this user is not locked";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
    }
}

/// Let a user sign in again. What ended stays ended.
pub async fn unlock(work: &Work, input: UnlockUserInput) -> Answer<UserId, UnlockUserRefusal> {
    use UnlockUserRefusal as Refusal;
    let user = work.hold(User::ADMINISTER, input.user_id.0).await?;
    let outdated =
        (user.version != input.expected_version).then_some(Refusal::VersionConflict { current_version: user.version });
    let mut refusals: Vec<Refusal> = outdated.into_iter().collect();
    if user.erased_at.is_some() {
        refusals.push(Refusal::Erased);
    } else if user.status != UserStatus::Locked {
        refusals.push(Refusal::NotLocked);
    }
    if input.reason.is_empty() {
        refusals.push(Refusal::ReasonMissing);
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id = user.id;
    store::save_access(work, user::Model { status: UserStatus::Active, ..user.into_row() }).await?;
    work.audit_because(id, Some(&input.reason), None).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why roles cannot change.
    ChangeRolesRefusal {
        VersionConflict;
        /// The caller cannot change the caller's own roles.
        Yourself "YOURSELF" on ["userId"] = "somebody else must do this";
        /// The data of the user were erased; the account cannot be used again.
        Erased "ERASED" on ["userId"] = "this person's data were erased";
        /// No role was given.
        RolesMissing "ROLES_MISSING" on ["roles"] = "give at least one role, or lock the user";
        /// The role of a program cannot be combined with another role.
        ServiceAlone "SERVICE_ALONE" on ["roles"] = "a program has no other role: give it that role alone";
        /// The user is in the jury of a campaign that is not over, so the user cannot become staff or admin.
        SitsInJury "SITS_IN_JURY" on ["roles"] = "this person is in a jury of a campaign that is not over: staff must take the person out of the jury first";
        /// The role JUROR cannot be given here: staff invite jurors (`inviteJuror`).
        JurorAdded "JUROR_ADDED" on ["roles"] = "staff invite jurors: nobody else can give this role";
        /// Staff must have a Belgian community; all other users must have none.
        CommunityMismatch "COMMUNITY_MISMATCH" on ["community"] = "staff work for one of the Belgian communities, others for none";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
    }
}

/// Change what a user may act as; her sessions and tokens end at once (C36).
pub async fn change_roles(work: &Work, input: ChangeRolesInput) -> Answer<UserId, ChangeRolesRefusal> {
    use ChangeRolesRefusal as Refusal;
    let user = work.hold(User::ADMINISTER, input.user_id.0).await?;
    let mut roles: Vec<Role> = input.roles.iter().map(|role| role.0).collect();
    roles.sort_unstable();
    roles.dedup();
    let held = store::roles(work, user.id).await?;
    let community = input.community.map(|community| community.0);
    let is_office = roles.iter().any(|role| matches!(role, Role::Staff | Role::Admin));
    let refusals = reasons([
        (user.version != input.expected_version, Refusal::VersionConflict { current_version: user.version }),
        (work.actor().is(user.id), Refusal::Yourself),
        (is_office && store::is_in_jury(work, user.id).await?, Refusal::SitsInJury),
        (user.erased_at.is_some(), Refusal::Erased),
        (roles.is_empty(), Refusal::RolesMissing),
        (is_more_than_a_program(&roles), Refusal::ServiceAlone),
        (roles.contains(&Role::Juror) && !held.contains(&Role::Juror), Refusal::JurorAdded),
        (
            roles.contains(&Role::Staff) != community.is_some_and(|community| community != Community::Foreign),
            Refusal::CommunityMismatch,
        ),
        (input.reason.is_empty(), Refusal::ReasonMissing),
    ]);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id = user.id;
    store::replace_roles(work, id, &roles).await?;
    store::save_access(work, user::Model { community, ..user.into_row() }).await?;
    let words = |roles: &[Role]| roles.iter().map(|role| role.word()).collect::<Vec<_>>();
    let facts = json!({ "before": words(&held), "after": words(&roles) });
    work.audit_because(id, Some(&input.reason), Some(facts)).await?;
    Ok(Ok(id))
}

/// Make everything void that was remembered of a user's rights: her tokens and sessions end.
pub async fn renew_access(work: &Work, user: user::Model) -> Result<(), Stop> {
    store::save_access(work, user).await
}

/// Take a person out of what is kept of her account. What else is kept of her goes first, concept by concept.
pub async fn erase(work: &Work, user: user::Model) -> Result<(), Stop> {
    store::erase(work, user).await
}

/// Note that a user works, or worked, at a school.
pub async fn record_school(
    work: &Work,
    id: UserId,
    school: entity::ids::SchoolId,
    from_on: chrono::NaiveDate,
    to_on: Option<chrono::NaiveDate>,
    told_by: Option<Community>,
) -> Result<SchoolMembershipId, Stop> {
    store::insert_membership(work, id, school, from_on, to_on, told_by).await
}

/// Take back that a user works at a school, which was noted by mistake.
pub async fn take_back_school(work: &Work, id: UserId, tie: SchoolMembershipId, reason: &str) -> Result<(), Stop> {
    store::delete_membership(work, tie).await?;
    work.audit_as_because("takeBackSchool", id, Some(reason), Some(json!({ "schoolMembership": tie }))).await
}

/// Note that the caller asked for an export of what there is of the caller.
pub async fn note_export_asked(work: &Work, id: UserId) -> Result<(), Stop> {
    store::set_export_asked(work, id).await
}

/// Why the first user cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FoundRefusal {
    /// There are users.
    #[error("there are users already; an admin makes more of them")]
    HasUsers,
    /// Not an e-mail address.
    #[error("this is not an e-mail address")]
    NotAnEmail,
    /// The name says nothing, or is none.
    #[error("this is not a name of a person")]
    NotAName,
}

/// Make the first user of an empty system: an admin, who makes all others. Only the command line can do this.
pub async fn found(work: &Work, email: &str, name: &str) -> Answer<UserId, FoundRefusal> {
    access::may_found(work.actor()).heed()?;
    if store::has_users(work).await? {
        return Ok(Err(vec![FoundRefusal::HasUsers]));
    }
    let Ok(email) = email.parse::<EmailAddress>() else { return Ok(Err(vec![FoundRefusal::NotAnEmail])) };
    let name = text::line(name);
    if name.is_empty() || unfit_name(&name).is_some() {
        return Ok(Err(vec![FoundRefusal::NotAName]));
    }
    let user = user::Model {
        id: work.id(),
        email: email.into(),
        name_key: key(&name),
        name,
        locale: "nl".to_owned(),
        community: None,
        status: UserStatus::Active,
        erased_at: None,
        made_by_community: store::office(work),
        export_asked_at: None,
        access_version: 1,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    let Some(id) = store::insert(work, user, &[Role::Admin]).await? else {
        return Ok(Err(vec![FoundRefusal::HasUsers]));
    };
    work.audit_as("found", id).await?;
    Ok(Ok(id))
}
