//! Users, roles and school memberships as commands load and save them.

use chrono::NaiveDate;
use entity::{
    ids::{SchoolId, UserId},
    kinds::{Role, UserStatus},
    school, school_membership, user, user_role,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};

use super::{
    EmailAddress,
    rules::{NOBODY, address_of_nobody},
};
use crate::{
    db::unless_taken,
    moved::Moved,
    notification,
    stop::{Stop, found},
    work::Work,
};

/// A user by id.
pub async fn get(work: &Work, id: UserId) -> Result<user::Model, Stop> {
    found(user::Entity::find_by_id(id).one(work.tx()).await?)
}

/// A user by id, locked until the work is over.
pub async fn get_locked(work: &Work, id: UserId) -> Result<user::Model, Stop> {
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

/// Whether a user holds a role.
pub async fn holds(work: &Work, id: UserId, role: Role) -> Result<bool, Stop> {
    Ok(user_role::Entity::find_by_id((id, role)).one(work.tx()).await?.is_some())
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

/// Whether there is a school with this id that people can work at.
pub(super) async fn has_school(work: &Work, id: SchoolId) -> Result<bool, Stop> {
    let stands = school::Column::MergedIntoId.is_null();
    Ok(school::Entity::find_by_id(id).filter(stands).one(work.tx()).await?.is_some())
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
    let erased = user::Model {
        email: address_of_nobody(id),
        name: NOBODY.to_owned(),
        locale: "nl".to_owned(),
        community: None,
        status: UserStatus::Locked,
        erased_at: Some(work.now()),
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
        locale: "nl".to_owned(),
        community: None,
        status: UserStatus::Locked,
        erased_at: Some(work.now()),
        access_version: 1,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    user::ActiveModel::from(nobody).reset_all().insert(work.tx()).await?;
    Ok(id)
}

/// Two users, so that nobody changes them before this work ends; always in the same order, so that two works do not
/// wait for each other.
pub async fn get_both_locked(work: &Work, one: UserId, other: UserId) -> Result<(user::Model, user::Model), Stop> {
    let (first, second) = (get_locked(work, one.min(other)).await?, get_locked(work, one.max(other)).await?);
    Ok(if one < other { (first, second) } else { (second, first) })
}

/// Writes a changed user. `access_version` counts up: what was remembered of the user's rights is void.
pub(super) async fn save_access(work: &Work, user: user::Model) -> Result<(), Stop> {
    let changed = user::Model {
        access_version: user.access_version + 1,
        version: user.version + 1,
        updated_at: work.now(),
        ..user
    };
    let changed = user::ActiveModel::from(changed).reset_all().update(work.tx()).await?;
    // A link that was asked for before is not made afterwards.
    notification::withdraw_links(work, changed.id).await
}

/// Writes where a user works since when.
pub(super) async fn insert_membership(
    work: &Work,
    user_id: UserId,
    school_id: SchoolId,
    from_on: NaiveDate,
    to_on: Option<NaiveDate>,
) -> Result<(), Stop> {
    let row = school_membership::Model { id: work.id(), user_id, school_id, from_on, to_on };
    school_membership::ActiveModel::from(row).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Moves who works, or worked, at a school to another that it is a double of. Who is known at both since the same day
/// works there as long as the longer of the two says.
pub async fn move_school(work: &Work, from: SchoolId, to: SchoolId) -> Result<Moved, Stop> {
    let mut moved = Moved::of("school_membership");
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
