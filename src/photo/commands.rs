//! What is done with photos.

use entity::{
    ids::{PhotoId, PrizeAwardId, UploadId},
    kinds::{PhotoStatus, PrizeAwardStatus},
    photo,
};
use serde_json::json;

use super::{
    inputs::{AddPhotoInput, ApprovePhotoInput, DeclarePhotoConsentInput, WithdrawPhotoInput},
    objects::Photo,
    state::{Step, after, reach, takes_photos},
    store,
};
use crate::{
    api::Word,
    auth::Actor,
    intake,
    picture::Prepared,
    prize::PrizeAward,
    refusals,
    stop::{Answer, Stop, reasons},
    work::Work,
};

/// Characters of what a photo shows, at most.
const SHOWN: usize = 300;
/// Characters of how consent was given, at most.
const STATED: usize = 1_000;
/// Photos of a prize, at most.
pub const MOST: u64 = 60;

/// Whether the caller may send photos at all: staff, and teachers who hold the label for a project that won a prize.
pub async fn may_send(work: &Work) -> Result<(), Stop> {
    let may = match work.actor() {
        Actor::Staff(_) => true,
        Actor::Teacher(person) => store::holds_prize(work, person.id).await?,
        Actor::Anonymous | Actor::Juror(_) | Actor::Admin(_) | Actor::Service(_) => false,
    };
    if may { Ok(()) } else { Err(Stop::forbidden("photos are sent by teachers who won a prize, and by staff")) }
}

/// Keep a photo until it is added to a prize, a day at most.
pub async fn keep(work: &Work, picture: Prepared) -> Result<UploadId, Stop> {
    may_send(work).await?;
    let Prepared { content, thumbnail, width, height } = picture;
    intake::keep_photo(work, content, (thumbnail, width, height)).await
}

refusals! {
    /// Why a photo is not added.
    AddPhotoRefusal {
        /// The winner of the prize is not announced, or its schools do not get it.
        WrongStatus { status: Word<PrizeAwardStatus> } "WRONG_STATUS" on ["prizeAwardId"] = "the prize is {status}";
        /// The file was not sent as a photo.
        NotAPhoto "NOT_A_PHOTO" on ["uploadId"] = "this file was not sent as a photo: send it to `/uploads?for=photo`";
        /// It is not said what the photo shows.
        ShowsMissing "SHOWS_MISSING" on ["shows"] = "say what the picture shows, for readers who cannot see it";
        /// A text is too long.
        TextTooLong { limit: usize } "TEXT_TOO_LONG" on ["shows"] = "this text has more than {limit} characters";
        /// The prize has as many photos as it can have.
        TooMany { limit: u64 } "TOO_MANY" on ["prizeAwardId"] = "a prize has {limit} photos at most: withdraw others first";
    }
}

/// Add a photo to a prize (R114).
pub async fn add(work: &Work, input: AddPhotoInput) -> Answer<PhotoId, AddPhotoRefusal> {
    use AddPhotoRefusal as Refusal;
    let award = work.hold(PrizeAward::ANSWER, input.prize_award_id.0).await?.into_row();
    let upload = intake::get_own(work, input.upload_id.0).await?;
    let sent = upload.thumbnail.zip(upload.width).zip(upload.height);
    let refusals = reasons([
        (!takes_photos(award.state), Refusal::WrongStatus { status: Word(award.state) }),
        (sent.is_none(), Refusal::NotAPhoto),
        (input.shows.is_empty(), Refusal::ShowsMissing),
        (input.shows.chars().count() > SHOWN, Refusal::TextTooLong { limit: SHOWN }),
        (store::count_of(work, award.id).await? >= MOST, Refusal::TooMany { limit: MOST }),
    ]);
    let (Some(((thumbnail, width), height)), true) = (sent, refusals.is_empty()) else { return Ok(Err(refusals)) };
    let photo = photo::Model {
        id: work.id(),
        prize_award_id: award.id,
        uploader_id: work.user()?,
        state: PhotoStatus::Added,
        occasion: input.occasion.0,
        shows: input.shows,
        file: store::new_name(work),
        width,
        height,
        purposes: json!([]),
        channels: json!([]),
        for_school: false,
        for_public: false,
        statement: None,
        consent_by_id: None,
        consent_at: None,
        approved_by_id: None,
        approved_at: None,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    let id = photo.id;
    // Both are whole before the row is there.
    work.files()?.put(&photo.file, upload.content).await?;
    work.files()?.put(&store::small(&photo.file), thumbnail).await?;
    store::insert(work, photo).await?;
    intake::used(work, upload.id).await?;
    work.audit(id).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why consent is not noted.
    DeclarePhotoConsentRefusal {
        VersionConflict;
        /// No purpose is given.
        PurposesMissing "PURPOSES_MISSING" on ["purposes"] = "say what the photo may be used for";
        /// No channel is given.
        ChannelsMissing "CHANNELS_MISSING" on ["channels"] = "say where the photo may be shown";
        /// It is not said who agreed and how.
        StatementMissing "STATEMENT_MISSING" on ["statement"] = "say who agreed and how, without names of pupils";
        /// A text is too long.
        TextTooLong { limit: usize } "TEXT_TOO_LONG" on ["statement"] = "this text has more than {limit} characters";
    }
}

/// Note what those on a photo agree to (INV-31).
pub async fn consent(work: &Work, input: DeclarePhotoConsentInput) -> Answer<PhotoId, DeclarePhotoConsentRefusal> {
    use DeclarePhotoConsentRefusal as Refusal;
    let photo = work.hold(Photo::CONSENT, input.photo_id.0).await?;
    if photo.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: photo.version }]));
    }
    let mut purposes: Vec<_> = input.purposes.into_iter().map(|Word(purpose)| purpose).collect();
    let mut channels: Vec<_> = input.channels.into_iter().map(|Word(channel)| channel).collect();
    purposes.sort_unstable();
    purposes.dedup();
    channels.sort_unstable();
    channels.dedup();
    let refusals = reasons([
        (purposes.is_empty(), Refusal::PurposesMissing),
        (channels.is_empty(), Refusal::ChannelsMissing),
        (input.statement.is_empty(), Refusal::StatementMissing),
        (input.statement.chars().count() > STATED, Refusal::TextTooLong { limit: STATED }),
    ]);
    let (Some(state), true) = (after(photo.state, Step::Consent), refusals.is_empty()) else {
        return Ok(Err(refusals));
    };
    let (id, facts) = (photo.id, json!({ "purposes": purposes, "channels": channels }));
    let (for_school, for_public) = reach(&channels);
    let (by, now) = (work.user()?, work.now());
    let declared = photo.with(|photo| photo::Model {
        state,
        purposes: json!(purposes),
        channels: json!(channels),
        for_school,
        for_public,
        statement: Some(input.statement),
        consent_by_id: Some(by),
        consent_at: Some(now),
        approved_by_id: None,
        approved_at: None,
        ..photo
    });
    store::save(work, declared).await?;
    work.audit_because(id, None, Some(facts)).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why a photo is not approved.
    ApprovePhotoRefusal {
        VersionConflict;
        /// Consent is not declared, or the photo is approved.
        WrongStatus { status: Word<PhotoStatus> } "WRONG_STATUS" on ["photoId"] = "this photo is {status}";
        /// You sent this photo, or declared the consent: somebody else must approve it.
        SamePerson "SAME_PERSON" on ["photoId"] = "you sent this photo, or declared the consent: somebody else must approve it";
    }
}

/// Approve a photo: those see it for whom consent was declared.
pub async fn approve(work: &Work, input: ApprovePhotoInput) -> Answer<PhotoId, ApprovePhotoRefusal> {
    use ApprovePhotoRefusal as Refusal;
    let photo = work.hold(Photo::APPROVE, input.photo_id.0).await?;
    if photo.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: photo.version }]));
    }
    let (by, now, state) = (work.user()?, work.now(), after(photo.state, Step::Approve));
    let refusals = reasons([
        (state.is_none(), Refusal::WrongStatus { status: Word(photo.state) }),
        (photo.uploader_id == by || photo.consent_by_id == Some(by), Refusal::SamePerson),
    ]);
    let (Some(state), true) = (state, refusals.is_empty()) else { return Ok(Err(refusals)) };
    let id = photo.id;
    let approved =
        photo.with(|photo| photo::Model { state, approved_by_id: Some(by), approved_at: Some(now), ..photo });
    store::save(work, approved).await?;
    work.audit(id).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why a photo is not withdrawn.
    WithdrawPhotoRefusal {
        /// The reason is empty. Staff must give one.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
    }
}

/// Withdraw a photo: nobody sees it any more, and its files go (INV-31).
pub async fn withdraw(work: &Work, input: WithdrawPhotoInput) -> Answer<PrizeAwardId, WithdrawPhotoRefusal> {
    let photo = work.hold(Photo::WITHDRAW, input.photo_id.0).await?.into_row();
    let reason = input.reason.filter(|reason| !reason.is_empty());
    let is_staff = match work.actor() {
        Actor::Staff(_) => true,
        Actor::Teacher(_) | Actor::Anonymous | Actor::Juror(_) | Actor::Admin(_) | Actor::Service(_) => false,
    };
    if is_staff && reason.is_none() {
        return Ok(Err(vec![WithdrawPhotoRefusal::ReasonMissing]));
    }
    let (id, award) = (photo.id, photo.prize_award_id);
    store::delete(work, &[photo]).await?;
    work.audit_because(id, reason.as_deref(), None).await?;
    Ok(Ok(award))
}

/// The files of a photo that the caller may see now: the photo itself, or its thumbnail.
pub async fn look(work: &Work, id: PhotoId, is_small: bool) -> Result<Vec<u8>, Stop> {
    let file = work.look(Photo::VIEW, id).await?.file;
    let name = if is_small { store::small(&file) } else { file };
    work.files()?.find(&name).await?.ok_or(Stop::NotFound)
}
