//! Where a photo stands, and what moves it on. One that is withdrawn is gone.

use entity::kinds::{PhotoChannel, PhotoStatus, PrizeAwardStatus};

/// What happens to a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Somebody declares, perhaps anew, what those on it agree to.
    Consent,
    /// Staff approve it.
    Approve,
}

/// Where the step leads; `None` when it does not start here. What is declared anew is approved anew.
pub fn after(state: PhotoStatus, step: Step) -> Option<PhotoStatus> {
    match (state, step) {
        (PhotoStatus::Added | PhotoStatus::Consented | PhotoStatus::Approved, Step::Consent) => {
            Some(PhotoStatus::Consented)
        }
        (PhotoStatus::Consented, Step::Approve) => Some(PhotoStatus::Approved),
        (PhotoStatus::Added | PhotoStatus::Approved, Step::Approve) => None,
    }
}

/// Whether photos are taken of a prize: its winner is known, and gets it or has it.
pub fn takes_photos(state: PrizeAwardStatus) -> bool {
    match state {
        PrizeAwardStatus::Announced
        | PrizeAwardStatus::Accepted
        | PrizeAwardStatus::VisitPlanned
        | PrizeAwardStatus::HandedOver
        | PrizeAwardStatus::FollowedUp
        | PrizeAwardStatus::Closed => true,
        PrizeAwardStatus::Proposed
        | PrizeAwardStatus::Ratified
        | PrizeAwardStatus::Declined
        | PrizeAwardStatus::Forfeited
        | PrizeAwardStatus::TakenBack => false,
    }
}

/// Whether the schools may see a photo, and whether everybody may: who may see it on the website may see it at school.
pub fn reach(channels: &[PhotoChannel]) -> (bool, bool) {
    let for_public = channels.contains(&PhotoChannel::Website);
    (for_public || channels.contains(&PhotoChannel::School), for_public)
}

#[cfg(test)]
mod tests {
    use entity::kinds::{
        Kind as _,
        PhotoStatus::{Added, Approved, Consented},
    };

    use super::*;

    #[test]
    fn the_whole_table() {
        let table = [
            (Added, [Some(Consented), None]),
            (Consented, [Some(Consented), Some(Approved)]),
            (Approved, [Some(Consented), None]),
        ];
        assert_eq!(PhotoStatus::VALUES.len(), table.len());
        for (state, expected) in table {
            assert_eq!([Step::Consent, Step::Approve].map(|step| after(state, step)), expected, "{state:?}");
        }
    }

    #[test]
    fn only_two_channels_open_this_server() {
        assert_eq!(reach(&[]), (false, false));
        assert_eq!(reach(&[PhotoChannel::Press, PhotoChannel::SocialMedia]), (false, false));
        assert_eq!(reach(&[PhotoChannel::School]), (true, false));
        assert_eq!(reach(&[PhotoChannel::Website]), (true, true));
    }
}
