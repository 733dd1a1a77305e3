//! What the mutations of photos take.

use async_graphql::InputObject;
use entity::{
    ids::{PhotoId, PrizeAwardId, UploadId},
    kinds::{PhotoChannel, PhotoOccasion, PhotoPurpose},
};

use crate::api::{Gid, Word};

/// A photo of a prize, its project or its schools.
#[derive(Clone, InputObject)]
pub struct AddPhotoInput {
    /// The prize that was given.
    pub prize_award_id: Gid<PrizeAwardId>,
    /// Your file of the last 24 hours, as `POST /uploads?for=photo` answered it: JPEG, PNG or WebP, 15 MB at most. It can be
    /// used once.
    pub upload_id: Gid<UploadId>,
    /// What it was taken at.
    pub occasion: Word<PhotoOccasion>,
    /// What it shows, for readers who cannot see it: no names of pupils. At most 300 characters.
    pub shows: String,
}

/// What those on a photo agree to.
#[derive(Clone, InputObject)]
pub struct DeclarePhotoConsentInput {
    /// The photo.
    pub photo_id: Gid<PhotoId>,
    /// The version of it that you saw.
    pub expected_version: i32,
    /// What it may be used for: one or more.
    pub purposes: Vec<Word<PhotoPurpose>>,
    /// Where it may be shown: one or more.
    pub channels: Vec<Word<PhotoChannel>>,
    /// Who agreed and how, for example "signed forms of all parents, kept at the school": no names of pupils or parents. At most
    /// 1,000 characters.
    pub statement: String,
}

/// A photo to approve.
#[derive(Clone, InputObject)]
pub struct ApprovePhotoInput {
    /// The photo.
    pub photo_id: Gid<PhotoId>,
    /// The version of it that you saw.
    pub expected_version: i32,
}

/// A photo that nobody may see any more.
#[derive(Clone, InputObject)]
pub struct WithdrawPhotoInput {
    /// The photo.
    pub photo_id: Gid<PhotoId>,
    /// Why. Staff must give it. Kept in the audit log.
    pub reason: Option<String>,
}
