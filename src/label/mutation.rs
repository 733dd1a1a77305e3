//! Mutations of labels that nothing else hangs on.

use entity::ids::LabelId;

use super::{
    commands::{self, RecordCollectionsRefusal, RecordPostingsRefusal, SetCertificateHolderRefusal},
    inputs::{RecordCollectionsInput, RecordPostingsInput, SetCertificateHolderInput},
    objects::Label,
};
use crate::{acts, api::Part};

acts! {
    /// Choose the name on the certificate of your label, and whether everybody who checks the certificate sees it. A
    /// certificate that was issued with another name is issued again by staff.
    setCertificateHolder(SetCertificateHolderInput) -> LabelId | SetCertificateHolderRefusal
        [Teacher; Label::NAME(labelId)] = commands::set_holder;

    /// Note whose certificates were collected, for example at the event.
    recordCollections(RecordCollectionsInput) -> Part<Vec<LabelId>> | RecordCollectionsRefusal
        [Staff; Label::HAND_OUT(labelIds)] = commands::record_collections;

    /// Note which certificates went by post, because their holders did not collect them.
    recordPostings(RecordPostingsInput) -> Part<Vec<LabelId>> | RecordPostingsRefusal
        [Staff; Label::HAND_OUT(labelIds)] = commands::record_postings;
}
