//! Mutations of prizes: parse, call, shape.

use async_graphql::{Context, Object};
use entity::ids::{PrizeAwardId, PrizeId};

use super::{
    commands::{self, AnnouncePrizesRefusal, AwardPrizeRefusal, DefinePrizeRefusal, RatifyPrizeAwardRefusal},
    inputs::{AnnouncePrizesInput, AwardPrizeInput, DefinePrizeInput, RatifyPrizeAwardInput},
};
use crate::{
    act,
    api::{ApiResult, Payload, policy::policy},
    auth::Audience::Staff,
};

/// Mutations of prizes.
#[derive(Default)]
pub struct PrizeMutation;

#[Object]
impl PrizeMutation {
    /// Define a prize: its rank, and what it is made of, within the budget of the campaign.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn define_prize(
        &self,
        ctx: &Context<'_>,
        input: DefinePrizeInput,
    ) -> ApiResult<Payload<PrizeId, DefinePrizeRefusal>> {
        act!(ctx, "definePrize", input, |work| commands::define(work, input.clone()))
    }

    /// Give a prize to a school for a project that earned the label. A second person must ratify it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn award_prize(
        &self,
        ctx: &Context<'_>,
        input: AwardPrizeInput,
    ) -> ApiResult<Payload<PrizeAwardId, AwardPrizeRefusal>> {
        act!(ctx, "awardPrize", input, |work| commands::award(work, input.clone()))
    }

    /// Confirm a prize as a second person.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn ratify_prize_award(
        &self,
        ctx: &Context<'_>,
        input: RatifyPrizeAwardInput,
    ) -> ApiResult<Payload<PrizeAwardId, RatifyPrizeAwardRefusal>> {
        act!(ctx, "ratifyPrizeAward", input, keeping | work | commands::ratify(work, input.clone()))
    }

    /// Announce the ratified prizes of a track once its results are published; the winners are told by mail.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn announce_prizes(
        &self,
        ctx: &Context<'_>,
        input: AnnouncePrizesInput,
    ) -> ApiResult<Payload<Vec<PrizeAwardId>, AnnouncePrizesRefusal>> {
        act!(ctx, "announcePrizes", input, keeping | work | commands::announce(work, input.clone()))
    }
}
