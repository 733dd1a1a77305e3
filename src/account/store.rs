//! Users, roles and school memberships as commands load and save them.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    assignment, campaign,
    ids::{JurorId, SchoolId, SchoolInvitationId, SchoolMembershipId, UserId},
    jury_membership,
    kinds::{AssignmentStatus, CampaignStatus, Community, JuryMembershipStatus, Role, UserStatus},
    school, school_invitation, school_membership, user, user_role,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::NotSet,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Set, TryInsertResult,
    sea_query::{Expr, LockType},
};

use super::{
    EmailAddress,
    rules::{Account, NOBODY, Tie, address_of_nobody},
};
use crate::{
    clock::day_of,
    db::{AT_ONCE, any_conflict, unless_taken},
    fold::key,
    moved::Moved,
    notification,
    stop::{Stop, found},
    work::Work,
};

/// A user by id.
pub async fn get(work: &Work, id: UserId) -> Result<user::Model, Stop> {
    found(user::Entity::find_by_id(id).one(work.tx()).await?)
}

/// The users among `ids` that there are.
pub async fn list(work: &Work, ids: &[UserId]) -> Result<HashMap<UserId, user::Model>, Stop> {
    let mut all = HashMap::new();
    for some in ids.chunks(AT_ONCE) {
        let among = user::Entity::find().filter(user::Column::Id.is_in(some.iter().copied()));
        all.extend(among.all(work.tx()).await?.into_iter().map(|user| (user.id, user)));
    }
    Ok(all)
}

/// A user by id, locked until the work is over: works that write about the user come one after the other. What the user
/// does meanwhile goes on.
pub async fn get_locked(work: &Work, id: UserId) -> Result<user::Model, Stop> {
    found(user::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(work.tx()).await?)
}

/// The same, to change what the user may do: what the user is doing now is waited for, and what the user does next waits.
pub async fn get_to_bind(work: &Work, id: UserId) -> Result<user::Model, Stop> {
    found(user::Entity::find_by_id(id).lock_exclusive().one(work.tx()).await?)
}

/// The roles that a user holds, in fixed order.
pub async fn roles(work: &Work, id: UserId) -> Result<Vec<Role>, Stop> {
    let held = user_role::Entity::find().filter(user_role::Column::UserId.eq(id)).all(work.tx()).await?;
    let mut roles: Vec<Role> = held.into_iter().map(|row| row.role).collect();
    roles.sort_unstable();
    Ok(roles)
}

/// Writes the roles of a user in place of those she holds.
pub(super) async fn replace_roles(work: &Work, id: UserId, roles: &[Role]) -> Result<(), Stop> {
    user_role::Entity::delete_many().filter(user_role::Column::UserId.eq(id)).exec(work.tx()).await?;
    for role in roles {
        add_role(work, id, *role).await?;
    }
    Ok(())
}

/// A user by address.
pub async fn find_by_email(db: &impl ConnectionTrait, email: &EmailAddress) -> Result<Option<user::Model>, Stop> {
    Ok(user::Entity::find().filter(user::Column::Email.eq(email.to_string())).one(db).await?)
}

/// These users, each with what says whose account it is.
pub async fn accounts(work: &Work, users: &[user::Model]) -> Result<HashMap<UserId, Account>, Stop> {
    let account = |user: &user::Model| Account {
        id: user.id,
        roles: Vec::new(),
        made_by: user.made_by_community,
        ties: Vec::new(),
    };
    let mut accounts: HashMap<UserId, Account> = users.iter().map(|user| (user.id, account(user))).collect();
    let today = day_of(work.now());
    for some in users.chunks(AT_ONCE) {
        let ids = || some.iter().map(|user| user.id);
        let held = user_role::Entity::find().filter(user_role::Column::UserId.is_in(ids()));
        for row in held.all(work.tx()).await? {
            accounts.entry(row.user_id).and_modify(|account| account.roles.push(row.role));
        }
        let ties = school_membership::Entity::find().filter(school_membership::Column::UserId.is_in(ids()));
        let ties = ties.all(work.tx()).await?;
        let schools = school::Entity::find().filter(school::Column::Id.is_in(ties.iter().map(|tie| tie.school_id)));
        let communities: HashMap<SchoolId, Community> =
            schools.all(work.tx()).await?.into_iter().map(|school| (school.id, school.community)).collect();
        for row in ties {
            let Some(community) = communities.get(&row.school_id).copied() else { continue };
            let lasts = row.to_on.is_none_or(|day| day >= today);
            let tie = Tie { community, made_by: row.made_by_community, lasts };
            accounts.entry(row.user_id).and_modify(|account| account.ties.push(tie));
        }
    }
    Ok(accounts)
}

/// A user with what says whose account it is.
pub async fn account_of(work: &Work, user: &user::Model) -> Result<Account, Stop> {
    found(accounts(work, std::slice::from_ref(user)).await?.remove(&user.id))
}

/// Whether a user holds a role.
pub async fn holds(work: &Work, id: UserId, role: Role) -> Result<bool, Stop> {
    Ok(user_role::Entity::find_by_id((id, role)).one(work.tx()).await?.is_some())
}

/// Whether a user works for the office, as staff or admin.
pub async fn is_office(work: &Work, id: UserId) -> Result<bool, Stop> {
    Ok(roles(work, id).await?.iter().any(|role| matches!(role, Role::Staff | Role::Admin)))
}

/// Whether a user is in a jury of a campaign that is not over, or has still to judge something in one.
pub(super) async fn is_in_jury(work: &Work, id: UserId) -> Result<bool, Stop> {
    let juror = JurorId::from(id);
    let running = || {
        campaign::Entity::find()
            .select_only()
            .column(campaign::Column::Id)
            .filter(campaign::Column::Status.is_not_in([CampaignStatus::Published, CampaignStatus::Archived]))
            .into_query()
    };
    let seats = jury_membership::Entity::find()
        .filter(jury_membership::Column::JurorId.eq(juror))
        .filter(jury_membership::Column::State.eq(JuryMembershipStatus::Active))
        .filter(jury_membership::Column::CampaignId.in_subquery(running()));
    let open = [AssignmentStatus::Invited, AssignmentStatus::Accepted, AssignmentStatus::InProgress];
    let tasks = assignment::Entity::find()
        .filter(assignment::Column::JurorId.eq(juror))
        .filter(assignment::Column::State.is_in(open))
        .filter(assignment::Column::CampaignId.in_subquery(running()));
    Ok(seats.count(work.tx()).await? + tasks.count(work.tx()).await? > 0)
}

/// The schools where a user works on `day`.
pub async fn schools_of(work: &Work, id: UserId, day: NaiveDate) -> Result<Vec<SchoolId>, Stop> {
    schools_since(work, id, day).await
}

/// The schools where a user works, or worked at any time since `day`.
pub async fn schools_since(work: &Work, id: UserId, day: NaiveDate) -> Result<Vec<SchoolId>, Stop> {
    let still =
        Condition::any().add(school_membership::Column::ToOn.is_null()).add(school_membership::Column::ToOn.gte(day));
    let rows = school_membership::Entity::find().filter(school_membership::Column::UserId.eq(id)).filter(still);
    let rows = rows.order_by_asc(school_membership::Column::Id).all(work.tx()).await?;
    Ok(rows.into_iter().map(|row| row.school_id).collect())
}

/// The same, of what is known and of what the staff of `office` said.
pub async fn schools_told(
    work: &Work,
    id: UserId,
    day: NaiveDate,
    office: Option<Community>,
) -> Result<Vec<SchoolId>, Stop> {
    let still =
        Condition::any().add(school_membership::Column::ToOn.is_null()).add(school_membership::Column::ToOn.gte(day));
    let told = Condition::any().add(school_membership::Column::ToldBy.is_null());
    let told = match office {
        Some(office) => told.add(school_membership::Column::ToldBy.eq(office)),
        None => told,
    };
    let rows = school_membership::Entity::find().filter(school_membership::Column::UserId.eq(id));
    let rows = rows.filter(still).filter(told).order_by_asc(school_membership::Column::Id).all(work.tx()).await?;
    Ok(rows.into_iter().map(|row| row.school_id).collect())
}

/// The staff of these communities who may sign in.
pub async fn list_staff(work: &Work, communities: &[Community]) -> Result<Vec<user::Model>, Stop> {
    let staff = user_role::Entity::find()
        .select_only()
        .column(user_role::Column::UserId)
        .filter(user_role::Column::Role.eq(Role::Staff))
        .into_query();
    let theirs = user::Entity::find()
        .filter(user::Column::Community.is_in(communities.iter().copied()))
        .filter(user::Column::Status.eq(UserStatus::Active))
        .filter(user::Column::Id.in_subquery(staff));
    Ok(theirs.order_by_asc(user::Column::Id).all(work.tx()).await?)
}

/// Whether there is any user.
pub(super) async fn has_users(work: &Work) -> Result<bool, Stop> {
    Ok(user::Entity::find().one(work.tx()).await?.is_some())
}

/// Writes a new user with its roles; `None` when the address is taken.
pub(super) async fn insert(work: &Work, user: user::Model, roles: &[Role]) -> Result<Option<UserId>, Stop> {
    let id = user.id;
    if unless_taken(user::ActiveModel::from(user).reset_all().insert(work.tx()).await)?.is_none() {
        return Ok(None);
    }
    for role in roles {
        add_role(work, id, *role).await?;
    }
    Ok(Some(id))
}

/// Takes one role from a user.
pub(super) async fn delete_role(work: &Work, id: UserId, role: Role) -> Result<(), Stop> {
    user_role::Entity::delete_by_id((id, role)).exec(work.tx()).await?;
    Ok(())
}

/// Writes one role of a user.
pub(super) async fn add_role(work: &Work, id: UserId, role: Role) -> Result<(), Stop> {
    user_role::ActiveModel { user_id: Set(id), role: Set(role) }.insert(work.tx()).await?;
    Ok(())
}

/// Takes a person out of her row (Q22): from here on it names nobody, and the database keeps it so. Her roles and the
/// schools where she worked go.
pub(super) async fn erase(work: &Work, user: user::Model) -> Result<(), Stop> {
    let id = user.id;
    user_role::Entity::delete_many().filter(user_role::Column::UserId.eq(id)).exec(work.tx()).await?;
    school_membership::Entity::delete_many().filter(school_membership::Column::UserId.eq(id)).exec(work.tx()).await?;
    delete_invitations(work, id, |_| true).await?;
    let erased = user::Model {
        email: address_of_nobody(id),
        name: NOBODY.to_owned(),
        name_key: key(NOBODY),
        locale: "nl".to_owned(),
        community: None,
        status: UserStatus::Locked,
        erased_at: Some(work.now()),
        export_asked_at: None,
        ..user
    };
    save_access(work, erased).await
}

/// Writes a row that names nobody, to stand in somebody's place.
pub async fn insert_nobody(work: &Work) -> Result<UserId, Stop> {
    let id: UserId = work.id();
    let nobody = user::Model {
        id,
        email: address_of_nobody(id),
        name: NOBODY.to_owned(),
        name_key: key(NOBODY),
        locale: "nl".to_owned(),
        community: None,
        status: UserStatus::Locked,
        erased_at: Some(work.now()),
        made_by_community: None,
        export_asked_at: None,
        access_version: 1,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    user::ActiveModel::from(nobody).reset_all().insert(work.tx()).await?;
    Ok(id)
}

/// Writes a changed user. `access_version` counts up: what was remembered of the user's rights is void.
pub(super) async fn save_access(work: &Work, user: user::Model) -> Result<(), Stop> {
    let (id, unchanged) = (user.id, user::Column::Version.eq(user.version));
    let changed = user::Model {
        name_key: key(&user.name),
        access_version: user.access_version + 1,
        version: user.version + 1,
        updated_at: work.now(),
        ..user
    };
    let is_erased = changed.erased_at.is_some();
    let mut changed = user::ActiveModel::from(changed).reset_all();
    if !is_erased {
        // The address is a key: who writes it, even as it was, waits for everybody who holds the row.
        changed.email = NotSet;
    }
    user::Entity::update(changed).validate()?.filter(unchanged).exec(work.tx()).await?;
    // A link that was asked for before is not made afterwards.
    notification::withdraw_links(work, id).await
}

/// Writes what a user is called and the language of the user's mails. What was remembered of the user's rights still holds.
pub(super) async fn save_profile(work: &Work, user: user::Model) -> Result<(), Stop> {
    let changed = user::ActiveModel {
        id: Set(user.id),
        name_key: Set(key(&user.name)),
        name: Set(user.name),
        locale: Set(user.locale),
        version: Set(user.version + 1),
        updated_at: Set(work.now()),
        ..Default::default()
    };
    user::Entity::update(changed).validate()?.exec(work.tx()).await?;
    Ok(())
}

/// Writes where a user works since when, and which staff say so; `None` when it is known.
pub(super) async fn insert_membership(
    work: &Work,
    user_id: UserId,
    school_id: SchoolId,
    from_on: NaiveDate,
    to_on: Option<NaiveDate>,
    told_by: Option<Community>,
) -> Result<SchoolMembershipId, Stop> {
    let same = school_membership::Entity::find()
        .filter(school_membership::Column::UserId.eq(user_id))
        .filter(school_membership::Column::SchoolId.eq(school_id))
        .filter(school_membership::Column::FromOn.eq(from_on));
    if let Some(known) = same.one(work.tx()).await? {
        let id = known.id;
        // What some staff said is known now.
        if told_by.is_none() && known.told_by.is_some() {
            let row = school_membership::Model { to_on, told_by, ..known };
            school_membership::ActiveModel::from(row).reset_all().update(work.tx()).await?;
        }
        return Ok(id);
    }
    let id = work.id();
    // Nobody's office says where the caller works.
    let made_by_community = office(work).filter(|_| !work.actor().is(user_id));
    let row = school_membership::Model { id, user_id, school_id, from_on, to_on, made_by_community, told_by };
    school_membership::ActiveModel::from(row).reset_all().insert(work.tx()).await?;
    Ok(id)
}

/// The office in whose name the caller acts, in whatever role; none for who works for no community.
pub(super) fn office(work: &Work) -> Option<Community> {
    work.actor().person().and_then(|person| person.community)
}

/// Takes back that somebody works at a school.
pub(super) async fn delete_membership(work: &Work, id: SchoolMembershipId) -> Result<(), Stop> {
    school_membership::Entity::delete_by_id(id).exec(work.tx()).await?;
    Ok(())
}

/// Writes that somebody works at a school by their own word. What an office had said of it becomes that word.
pub(super) async fn confirm_membership(
    work: &Work,
    user_id: UserId,
    school_id: SchoolId,
    from_on: NaiveDate,
) -> Result<(), Stop> {
    let known = school_membership::Entity::find()
        .filter(school_membership::Column::UserId.eq(user_id))
        .filter(school_membership::Column::SchoolId.eq(school_id))
        .filter(school_membership::Column::ToOn.is_null());
    if let Some(known) = known.one(work.tx()).await? {
        let confirmed = school_membership::Model { made_by_community: None, told_by: None, ..known };
        school_membership::ActiveModel::from(confirmed).reset_all().update(work.tx()).await?;
        return Ok(());
    }
    // Somebody may have left and come back on one day: then the day is known.
    let row = school_membership::Model {
        id: work.id(),
        user_id,
        school_id,
        from_on,
        to_on: None,
        made_by_community: None,
        told_by: None,
    };
    let row = school_membership::ActiveModel::from(row).reset_all();
    school_membership::Entity::insert(row)
        .on_conflict(any_conflict())
        .try_insert()
        .exec_without_returning(work.tx())
        .await?;
    Ok(())
}

/// A school that people can work at; it is one until this work ends.
pub(super) async fn find_school(work: &Work, id: SchoolId) -> Result<Option<school::Model>, Stop> {
    let stands = school::Column::MergedIntoId.is_null();
    Ok(school::Entity::find_by_id(id).filter(stands).lock_shared().one(work.tx()).await?)
}

/// A question where somebody works.
pub(super) async fn find_question(
    work: &Work,
    id: SchoolInvitationId,
) -> Result<Option<school_invitation::Model>, Stop> {
    Ok(school_invitation::Entity::find_by_id(id).one(work.tx()).await?)
}

/// How many questions somebody has open.
pub(super) async fn count_invitations(work: &Work, user: UserId) -> Result<u64, Stop> {
    let open = school_invitation::Entity::find().filter(school_invitation::Column::UserId.eq(user));
    Ok(open.count(work.tx()).await?)
}

/// Writes one; `false` when it is open already.
pub(super) async fn insert_invitation(work: &Work, invitation: school_invitation::Model) -> Result<bool, Stop> {
    let row = school_invitation::ActiveModel::from(invitation).reset_all();
    let written = school_invitation::Entity::insert(row)
        .on_conflict(any_conflict())
        .try_insert()
        .exec_without_returning(work.tx())
        .await?;
    Ok(matches!(written, TryInsertResult::Inserted(rows) if rows > 0))
}

/// Takes one away that was answered.
pub(super) async fn delete_invitation(work: &Work, id: SchoolInvitationId) -> Result<(), Stop> {
    school_invitation::Entity::delete_by_id(id).exec(work.tx()).await?;
    Ok(())
}

/// Takes those away that were asked when `is_over` says.
pub(super) async fn delete_invitations(
    work: &Work,
    user: UserId,
    is_over: impl Fn(DateTime<Utc>) -> bool,
) -> Result<(), Stop> {
    let hers = school_invitation::Entity::find().filter(school_invitation::Column::UserId.eq(user));
    let over = hers.all(work.tx()).await?.into_iter().filter(|asked| is_over(asked.asked_at)).map(|asked| asked.id);
    school_invitation::Entity::delete_many().filter(school_invitation::Column::Id.is_in(over)).exec(work.tx()).await?;
    Ok(())
}

/// Writes that a user asked for an export now. Nothing that was remembered of the user's rights changes.
pub(super) async fn set_export_asked(work: &Work, id: UserId) -> Result<(), Stop> {
    user::Entity::update_many()
        .col_expr(user::Column::ExportAskedAt, Expr::value(work.now()))
        .filter(user::Column::Id.eq(id))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// Moves who works, or worked, at a school to another that it is a double of. Who is known at both since the same day
/// works there as long as the longer of the two says.
pub async fn move_school(work: &Work, from: SchoolId, to: SchoolId) -> Result<Moved, Stop> {
    let mut moved = Moved::of("school_membership");
    // Who was asked about the double is asked again.
    let about = school_invitation::Column::SchoolId.eq(from);
    school_invitation::Entity::delete_many().filter(about).exec(work.tx()).await?;
    let at = |school: SchoolId| {
        let rows = school_membership::Entity::find().filter(school_membership::Column::SchoolId.eq(school));
        rows.order_by_asc(school_membership::Column::Id)
    };
    let known = at(to).all(work.tx()).await?;
    for row in at(from).all(work.tx()).await? {
        let id = row.id;
        let same = known.iter().find(|known| (known.user_id, known.from_on) == (row.user_id, row.from_on));
        let changed = match same {
            None => school_membership::Model { school_id: to, ..row },
            Some(same) => {
                school_membership::Entity::delete_by_id(id).exec(work.tx()).await?;
                moved.joined.push(id.into());
                let to_on = same.to_on.zip(row.to_on).map(|(one, other)| one.max(other));
                school_membership::Model { to_on, ..same.clone() }
            }
        };
        if same.is_none() {
            moved.moved.push(id.into());
        }
        school_membership::ActiveModel::from(changed).reset_all().update(work.tx()).await?;
    }
    Ok(moved)
}
