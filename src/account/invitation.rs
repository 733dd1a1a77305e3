//! An office asks the owner of an account whether the owner works at a school of its community. Nothing is known before the
//! owner says so, and then it is the owner's word and not the office's.

use super::objects::SchoolInvitation;
use entity::{
    ids::{SchoolInvitationId, UserId},
    kinds::{MessageTemplate, UserStatus},
    school_invitation,
};
use serde_json::json;

use super::{
    AnswerSchoolInvitationInput, EmailAddress, InviteToSchoolInput, access, answers::Invited, inputs::SchoolAnswer,
    store,
};
use crate::{
    clock::end_of_days,
    notification::{self, Mail},
    refusals,
    stop::{Answer, found},
    work::Work,
};

/// For how many days an owner may answer.
const OPEN: u64 = 90;
/// Schools that one person is asked about at a time.
const MOST_OPEN: u64 = 10;

refusals! {
    /// Why nobody is asked.
    InviteToSchoolRefusal {
        /// Not an e-mail address.
        NotAnEmail "NOT_AN_EMAIL" on ["email"] = "this is not an e-mail address";
    }
}

/// Ask the owner of an account whether the owner works at a school. The answer is the same whoever has the address: nobody, a
/// colleague, an admin.
pub async fn invite(work: &Work, input: InviteToSchoolInput) -> Answer<Invited, InviteToSchoolRefusal> {
    let school = found(store::find_school(work, input.school_id.0).await?)?;
    access::may_invite_to(work.actor(), school.community).heed()?;
    let Ok(email) = input.email.parse::<EmailAddress>() else {
        return Ok(Err(vec![InviteToSchoolRefusal::NotAnEmail]));
    };
    work.audit(school.id).await?;
    let Some(user) = store::find_by_email(work.tx(), &email).await? else { return Ok(Ok(Invited)) };
    let user = store::get_locked(work, user.id).await?;
    store::delete_invitations(work, user.id, |asked_at| end_of_days(asked_at, OPEN) <= work.now()).await?;
    let is_out_of_reach = user.status != UserStatus::Active
        || store::account_of(work, &user).await?.has_an_office()
        || store::count_invitations(work, user.id).await? >= MOST_OPEN;
    let Some(office) = store::office(work).filter(|_| !is_out_of_reach) else { return Ok(Ok(Invited)) };
    let invitation = school_invitation::Model {
        id: work.id(),
        user_id: user.id,
        school_id: school.id,
        from_on: input.from_on.0,
        made_by_community: office,
        asked_at: work.now(),
    };
    let id = invitation.id;
    if store::insert_invitation(work, invitation).await? {
        let facts = json!({ "school": school.name, "city": school.city });
        let mail = Mail::to(&user, MessageTemplate::SchoolInvitation).once_per(id).saying(facts);
        notification::enqueue(work, mail).await?;
    }
    Ok(Ok(Invited))
}

refusals! {
    /// Why an answer does not count.
    AnswerSchoolInvitationRefusal {
        /// The question was open for 90 days, and is closed now.
        Over "OVER" on ["schoolInvitationId"] = "this invitation is over; the eTwinning team can invite you again";
    }
}

/// The owner says whether it is so.
pub async fn answer(work: &Work, input: AnswerSchoolInvitationInput) -> Answer<UserId, AnswerSchoolInvitationRefusal> {
    let asked: SchoolInvitationId = input.school_invitation_id.0;
    // The school first, as where schools are merged.
    let known = found(store::find_question(work, asked).await?)?;
    found(store::find_school(work, known.school_id).await?)?;
    let invitation = work.hold(SchoolInvitation::ANSWER, asked).await?;
    if end_of_days(invitation.asked_at, OPEN) <= work.now() {
        return Ok(Err(vec![AnswerSchoolInvitationRefusal::Over]));
    }
    let (user, answer) = (invitation.user_id, input.answer);
    let facts = json!({ "school": invitation.school_id.to_string(), "fromOn": invitation.from_on });
    store::delete_invitation(work, asked).await?;
    let action = match answer {
        SchoolAnswer::Confirm => {
            store::confirm_membership(work, user, invitation.school_id, invitation.from_on).await?;
            "confirmSchool"
        }
        SchoolAnswer::Deny => "denySchool",
    };
    work.audit_as_because(action, user, None, Some(facts)).await?;
    Ok(Ok(user))
}
