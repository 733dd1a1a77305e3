//! Mutations of prizes.

use entity::ids::{PrizeAwardId, PrizeId};

use super::{
    commands::{self, AnnouncePrizesRefusal, AwardPrizeRefusal, DefinePrizeRefusal, RatifyPrizeAwardRefusal},
    inputs::{AnnouncePrizesInput, AwardPrizeInput, DefinePrizeInput, RatifyPrizeAwardInput},
};
use crate::acts;

acts! {
    /// Define a prize: its rank, and what it is made of, within the budget of the campaign.
    definePrize(DefinePrizeInput) -> PrizeId | DefinePrizeRefusal [Staff] = commands::define;

    /// Give a prize to a school for a project that earned the label. A second person must ratify it.
    awardPrize(AwardPrizeInput) -> PrizeAwardId | AwardPrizeRefusal [Staff] = commands::award;

    /// Confirm a prize as a second person.
    ratifyPrizeAward(RatifyPrizeAwardInput) -> PrizeAwardId | RatifyPrizeAwardRefusal [Staff] keeping = commands::ratify;

    /// Announce the ratified prizes of a track once its results are published; the winners are told by mail.
    announcePrizes(AnnouncePrizesInput) -> Vec<PrizeAwardId> | AnnouncePrizesRefusal [Staff] keeping = commands::announce;
}
