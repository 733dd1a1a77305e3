//! Mutations of photos.

use entity::ids::{PhotoId, PrizeAwardId};

use super::{
    commands::{self, AddPhotoRefusal, ApprovePhotoRefusal, DeclarePhotoConsentRefusal, WithdrawPhotoRefusal},
    inputs::{AddPhotoInput, ApprovePhotoInput, DeclarePhotoConsentInput, WithdrawPhotoInput},
    objects::Photo,
};
use crate::{acts, prize::PrizeAward};

acts! {
    /// Add a photo to a prize, as a teacher who won it or as staff. Send the file to `POST /uploads?for=photo` first; of it
    /// only the pixels are kept, not where or when it was taken. Nobody but you and staff sees it before consent is declared
    /// (`declarePhotoConsent`) and staff approved it.
    addPhoto(AddPhotoInput) -> PhotoId | AddPhotoRefusal
        [Teacher, Staff; PrizeAward::ANSWER(prizeAwardId)] = commands::add;

    /// Declare what those on a photo agree to: what it may be used for, and where it may be shown. Staff must approve it after
    /// that, also where it was approved before.
    declarePhotoConsent(DeclarePhotoConsentInput) -> PhotoId | DeclarePhotoConsentRefusal
        [Teacher, Staff; Photo::CONSENT(photoId)] = commands::consent;

    /// Approve a photo: from then on those see it for whom consent was declared. Somebody else than who sent it or declared
    /// the consent does this.
    approvePhoto(ApprovePhotoInput) -> PhotoId | ApprovePhotoRefusal
        [Staff; Photo::APPROVE(photoId)] = commands::approve;

    /// Withdraw a photo, for example because somebody on it does not agree any more. It is gone everywhere at once, and its
    /// file is deleted.
    withdrawPhoto(WithdrawPhotoInput) -> PrizeAwardId | WithdrawPhotoRefusal
        [Teacher, Staff; Photo::WITHDRAW(photoId)] removing(photoId) = commands::withdraw;
}
