//! Mutations of prizes.

use crate::campaign::Campaign;
use crate::project::Project;
use entity::ids::{PrizeAwardId, PrizeId};

use super::{
    commands::{self, AnnouncePrizesRefusal, AwardPrizeRefusal, DefinePrizeRefusal, RatifyPrizeAwardRefusal},
    inputs::{AnnouncePrizesInput, AwardPrizeInput, DefinePrizeInput, RatifyPrizeAwardInput},
};
use crate::acts;

acts! {
    /// Define a prize for a label: its rank and its parts, within the budget of the campaign.
    definePrize(DefinePrizeInput) -> PrizeId | DefinePrizeRefusal
        [Staff; Campaign::DECIDE(campaignId)] = commands::define;

    /// Give a prize to a school for a project that earned the label. A second person must confirm it.
    awardPrize(AwardPrizeInput) -> PrizeAwardId | AwardPrizeRefusal
        [Staff; Campaign::DECIDE(), Project::CHANGE(projectId)] = commands::award;

    /// Confirm a prize as a second person. If the label or the results for which it was given have changed, the
    /// mutation is refused, and the prize changes: it must be given or confirmed again (see `PrizeAward.fallReason`).
    ratifyPrizeAward(RatifyPrizeAwardInput) -> PrizeAwardId | RatifyPrizeAwardRefusal
        [Staff; Campaign::DECIDE(), Project::CHANGE()] keeping = commands::ratify;

    /// Announce the confirmed prizes for a label, once all its results are published, of every community. The winners get a
    /// mail.
    announcePrizes(AnnouncePrizesInput) -> Vec<PrizeAwardId> | AnnouncePrizesRefusal
        [Staff; Campaign::DECIDE(campaignId)] keeping = commands::announce;
}
